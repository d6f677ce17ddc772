import type { LedgerDep, LedgerEntry, LedgerEvent } from '#kernel';
import { entryOfRow } from './ledger-entry.ts';
import { createRecordChange, type LedgerDeps } from './ledger-writer.ts';
import { clampLimit } from './store-deps.ts';
import { verifyLedger } from './verify-ledger.ts';

/** The ledger of one project. */
export const createLedgerStore = (deps: LedgerDeps, project: string): LedgerDep['ledger'] => {
  const record = createRecordChange(deps, project);
  const newest = (limit: number, before?: number): Promise<readonly LedgerEntry[]> =>
    deps.database.retry(async (sql) => {
      const rows = await sql
        .selectFrom('ledger')
        .selectAll()
        .where('project', '=', project)
        .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
        .orderBy('sequence', 'desc')
        .limit(clampLimit(limit, 100, 1_000))
        .execute();
      return rows.map(entryOfRow);
    });
  const append = async (event: LedgerEvent): Promise<LedgerEntry> => {
    const { entry } = await record(() => Promise.resolve({ value: undefined, event }));
    if (!entry) throw new Error('The ledger did not take an event.');
    return entry;
  };
  return {
    append,
    list: ({ before, limit }) => newest(limit, before),
    verify: () => verifyLedger(deps, project),
  };
};
