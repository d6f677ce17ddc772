import type { Selectable } from 'kysely';
import { hashOf, type LedgerEntry } from '#kernel';
import type { Tables } from '../tables.ts';

/** What the first entry of a project has as its previous hash. */
export const genesisHash = (project: string): string => hashOf({ ledger: project });

/** SHA-256 of the canonical JSON of an entry without its own hash. */
export const entryHash = ({
  sequence,
  at,
  actor,
  kind,
  subject,
  payload,
  previousHash,
}: Omit<LedgerEntry, 'hash'>): string => hashOf({ sequence, at, actor, kind, subject, payload, previousHash });

/** A row as the port knows it. */
export const entryOfRow = (row: Selectable<Tables['ledger']>): LedgerEntry => ({
  sequence: row.sequence,
  at: row.at,
  actor: row.actor,
  kind: row.kind,
  subject: row.subject,
  payload: row.payload,
  previousHash: row.previous_hash,
  hash: row.hash,
});
