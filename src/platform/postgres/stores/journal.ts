import { hashOf, type Json, type JournalDep } from '#kernel';
import type { StoreDeps } from './store-deps.ts';

/** Results of paid work, by content. One process does the work of a key once even when asked at the same time. */
export const createJournal = ({ database, clock }: StoreDeps, project: string): JournalDep['journal'] => {
  const inFlight = new Map<string, Promise<Json>>();

  const read = (step: string, key: string): Promise<{ readonly value: Json } | undefined> =>
    database.retry((sql) =>
      sql
        .selectFrom('steps')
        .select('value')
        .where('project', '=', project)
        .where('step', '=', step)
        .where('key', '=', key)
        .executeTakeFirst(),
    );

  const write = (step: string, key: string, value: string): Promise<unknown> =>
    database.retry((sql) =>
      sql
        .insertInto('steps')
        .values({ project, step, key, value, created_at: new Date(clock.now()) })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );

  const readOrDo = async (step: string, key: string, work: () => Promise<Json>): Promise<Json> => {
    const known = await read(step, key);
    if (known) return known.value;
    const text = JSON.stringify(await work());
    await write(step, key, text);
    // Another process may have been first; and what is replayed later must be what is returned now.
    return (await read(step, key))?.value ?? JSON.parse(text);
  };

  return {
    once: async <Value extends Json>(
      { step, inputs }: { readonly step: string; readonly inputs: unknown },
      work: () => Promise<Value>,
    ) => {
      const key = hashOf(inputs);
      const name = `${step} ${key}`;
      const running = inFlight.get(name) ?? readOrDo(step, key, work).finally(() => inFlight.delete(name));
      inFlight.set(name, running);
      // The value was stored under a key that names this step and all its inputs, so it has the step's type.
      return (await running) as Value;
    },
  };
};
