import type { Selectable, Transaction } from 'kysely';
import { canonicalJson, isStageName, recordHash, type RecordDraft, type StageName, type StoredRecord } from '#kernel';
import type { Tables } from '../tables.ts';
import { inBatches } from './store-deps.ts';

export interface RecordOrigin {
  readonly project: string;
  readonly stage: StageName;
  readonly runId: string | undefined;
  readonly decision: boolean;
  readonly at: Date;
}

const stageOf = (text: string): StageName => {
  if (!isStageName(text)) throw new Error(`The database holds a record of an unknown stage: ${text}`);
  return text;
};

/** A row as the port knows it. */
export const recordOfRow = (row: Selectable<Tables['records']>): StoredRecord => ({
  hash: row.hash,
  type: row.type,
  stage: stageOf(row.stage),
  body: row.body,
  inputs: row.inputs,
  createdAt: row.created_at.toISOString(),
  runId: row.run_id ?? undefined,
});

const rowOfDraft = (draft: RecordDraft, hash: string, { project, stage, runId, decision, at }: RecordOrigin) => ({
  project,
  hash,
  type: draft.type,
  stage,
  body: canonicalJson(draft.body),
  inputs: [...draft.inputs],
  created_at: at,
  run_id: runId ?? null,
  decision,
});

const insertInputs = async (
  transaction: Transaction<Tables>,
  project: string,
  drafts: readonly { readonly hash: string; readonly draft: RecordDraft }[],
): Promise<void> => {
  const edges = drafts.flatMap(({ hash, draft }) =>
    [...new Set(draft.inputs)].map((input) => ({ project, hash, input })),
  );
  for (const batch of inBatches(edges, 5_000)) {
    await transaction
      .insertInto('record_inputs')
      .values(batch)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
};

const selectByHash = async (transaction: Transaction<Tables>, project: string, hashes: readonly string[]) => {
  const rows = await transaction
    .selectFrom('records')
    .selectAll()
    .where('project', '=', project)
    .where('hash', '=', (expression) => expression.fn.any(expression.val([...hashes])))
    .execute();
  return new Map(rows.map((row) => [row.hash, recordOfRow(row)]));
};

/** Stores drafts in order. A record that is already stored stays as it is; it becomes a decision if it is one now. */
export const insertRecords = async (
  transaction: Transaction<Tables>,
  drafts: readonly RecordDraft[],
  origin: RecordOrigin,
): Promise<readonly StoredRecord[]> => {
  const hashed = drafts.map((draft) => ({ draft, hash: recordHash(draft) }));
  const distinct = [...new Map(hashed.map((each) => [each.hash, each])).values()];
  for (const batch of inBatches(distinct)) {
    await transaction
      .insertInto('records')
      .values(batch.map(({ draft, hash }) => rowOfDraft(draft, hash, origin)))
      .onConflict((conflict) =>
        conflict
          .columns(['project', 'hash'])
          .doUpdateSet({ decision: true })
          .where('records.decision', '=', false)
          .where((expression) => expression('excluded.decision', '=', true)),
      )
      .execute();
  }
  await insertInputs(transaction, origin.project, distinct);
  const stored = await selectByHash(
    transaction,
    origin.project,
    distinct.map(({ hash }) => hash),
  );
  return hashed.flatMap(({ hash }) => stored.get(hash) ?? []);
};
