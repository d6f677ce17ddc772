import type { LimitRule, LimitStoreDep, LimitsOptions } from '#run/serve';
import { createTestDatabase } from '#platform/postgres/testing';
import { createLimits } from './create-limits.ts';

/** A blocking rule for everybody of a level. */
export const testRule = (given: Partial<LimitRule> & Pick<LimitRule, 'level' | 'kind' | 'amount'>): LimitRule => ({
  subject: '*',
  action: 'block',
  alerts: [],
  ...given,
});

type Mode = 'up' | 'down' | 'hangs' | 'loses-answers';

const lost = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

/** The real store behind a wire that can be cut. */
const withWire = (store: LimitStoreDep['limitStore']) => {
  let mode: Mode = 'up';
  const through = async <Value>(call: () => Promise<Value>): Promise<Value> => {
    if (mode === 'down') throw lost();
    if (mode === 'hangs') return new Promise(() => undefined);
    const answer = await call();
    if (mode === 'loses-answers') throw lost();
    return answer;
  };
  const limitStore: LimitStoreDep['limitStore'] = {
    rules: (known) => through(() => store.rules(known)),
    sync: (call) => through(() => store.sync(call)),
    alert: (alert) => through(() => store.alert(alert)),
    sweep: store.sweep,
  };
  return {
    limitStore,
    setMode: (wanted: Mode): void => {
      mode = wanted;
    },
  };
};

/** Rules in a fresh project of a real database, and processes that obey them. */
export const openTestLimits = async (rules: readonly LimitRule[]) => {
  const stores = await createTestDatabase();
  let skipped = 0;
  const clock = { now: stores.clock.now, monotonic: () => stores.clock.monotonic() + skipped };
  for (const rule of rules) await stores.limitRules.set(rule, 'Ada');
  const start = (options: Partial<LimitsOptions> = {}) => {
    const { limitStore, setMode } = withWire(stores.limitStore);
    const deps = { ...stores, clock, limitStore, log: () => undefined };
    const withoutStore = { rates: 'local', budgets: 'refuse' } as const;
    // A look only when the test says so, unless it wants otherwise.
    return { ...createLimits(deps, { withoutStore, lookMs: 3_600_000, ...options }), setMode };
  };
  const used = async () => {
    const standing = await stores.limitRules.standing();
    return standing.map(({ spent, held }) => ({ spent, held }));
  };
  /** Lets time pass for the processes, not for the database. */
  const skip = (milliseconds: number): void => {
    skipped += milliseconds;
  };
  return { ...stores, start, used, skip };
};
