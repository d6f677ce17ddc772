import { canonicalJson, type Pointer, type PointersDep } from '#kernel';
import { createRecordChange, type LedgerDeps } from './ledger-writer.ts';

/** Small mutable state of one project; each change is in the ledger. */
export const createPointers = (deps: LedgerDeps, project: string): PointersDep['pointers'] => {
  const record = createRecordChange(deps, project);
  return {
    get: (name) =>
      deps.database.retry(async (sql): Promise<Pointer | undefined> => {
        const row = await sql
          .selectFrom('pointers')
          .select(['name', 'value', 'version'])
          .where('project', '=', project)
          .where('name', '=', name)
          .executeTakeFirst();
        return row;
      }),
    set: async ({ name, value, expectedVersion }, event) => {
      const { value: changed } = await record(async (transaction) => {
        const next = { value: canonicalJson(value), version: expectedVersion + 1 };
        const rows =
          expectedVersion === 0
            ? await transaction
                .insertInto('pointers')
                .values({ project, name, ...next })
                .onConflict((conflict) => conflict.doNothing())
                .returning('version')
                .execute()
            : await transaction
                .updateTable('pointers')
                .set(next)
                .where('project', '=', project)
                .where('name', '=', name)
                .where('version', '=', expectedVersion)
                .returning('version')
                .execute();
        return rows.length === 1 ? { value: true, event } : { value: false, event: undefined };
      });
      return changed;
    },
  };
};
