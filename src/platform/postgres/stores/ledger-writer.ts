import { sql, type Transaction } from 'kysely';
import { canonicalJson, type LedgerEntry, type LedgerEvent } from '#kernel';
import type { Tables } from '../tables.ts';
import { entryHash, genesisHash } from './ledger-entry.ts';
import type { LedgerHeads } from './ledger-head.ts';
import { storableText, type StoreDeps } from './store-deps.ts';

export type LedgerDeps = StoreDeps & { readonly heads: LedgerHeads };

/** What a recorded change did: its value, and the event that describes it (none when nothing changed). */
export interface Recorded<Value> {
  readonly value: Value;
  readonly event: LedgerEvent | undefined;
}

/** What came of it. */
export interface RecordedChange<Value> {
  readonly value: Value;
  readonly entry: LedgerEntry | undefined;
}

/** Does work and appends the event that describes it in one transaction. The work may be done again after a lost connection. */
export type RecordChange = <Value>(
  work: (transaction: Transaction<Tables>) => Promise<Recorded<Value>>,
) => Promise<RecordedChange<Value>>;

interface Append {
  readonly operation: string;
  readonly at: string;
}

const appendEntry = async (
  transaction: Transaction<Tables>,
  project: string,
  { event, operation, at }: Append & { readonly event: LedgerEvent },
): Promise<LedgerEntry> => {
  // One writer at a time for each project, so that there are no gaps and no forks.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ledger ${project}`}, 0))`.execute(transaction);
  const last = await transaction
    .selectFrom('ledger')
    .select(['sequence', 'hash'])
    .where('project', '=', project)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const unsealed = {
    sequence: (last?.sequence ?? 0) + 1,
    at,
    actor: storableText(event.actor),
    kind: storableText(event.kind),
    subject: storableText(event.subject),
    payload: event.payload,
    previousHash: last?.hash ?? genesisHash(project),
  };
  const { previousHash: previous_hash, payload, ...columns } = unsealed;
  const hash = entryHash(unsealed);
  await transaction
    .insertInto('ledger')
    .values({ project, operation, ...columns, payload: canonicalJson(payload), previous_hash, hash })
    .execute();
  return { ...unsealed, hash };
};

const wasCommitted = async (transaction: Transaction<Tables>, project: string, operation: string): Promise<boolean> => {
  const found = await transaction
    .selectFrom('ledger')
    .select('sequence')
    .where('project', '=', project)
    .where('operation', '=', operation)
    .executeTakeFirst();
  return found !== undefined;
};

/** The one way to write to the ledger of a project. */
export const createRecordChange =
  ({ database, clock, ids, heads }: LedgerDeps, project: string): RecordChange =>
  async <Value>(work: (transaction: Transaction<Tables>) => Promise<Recorded<Value>>) => {
    const operation = ids.uuid();
    const at = new Date(clock.now()).toISOString();
    let previous: RecordedChange<Value> | undefined;
    const change = await database.transaction(async (transaction) => {
      // The connection may have been lost after the commit: then the first attempt counts.
      if (previous && (await wasCommitted(transaction, project, operation))) return previous;
      const { value, event } = await work(transaction);
      const entry = event && (await appendEntry(transaction, project, { event, operation, at }));
      previous = { value, entry };
      return previous;
    });
    const { entry } = change;
    if (entry) await heads.advance(project, { sequence: entry.sequence, hash: entry.hash });
    return change;
  };
