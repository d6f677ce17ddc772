import type { ClockDep, Fault, IdDep, LogDep, Result } from '#kernel';
import type { GatewayConfig } from '../gateway-contract.ts';
import type { LimitsDep, Reservation } from '../gateway/port.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createOpenCalls } from './open-calls.ts';
import type { LimitStoreDep } from './port.ts';
import { createReserve } from './reserve.ts';

export interface LimitsOptions {
  /** `limitsWithoutStore` of the project file. */
  readonly withoutStore: GatewayConfig['limitsWithoutStore'];
  /** How often leases are settled with the store and unused ones given back; 500 ms when absent. */
  readonly lookMs?: number;
  /** How long a call waits for the store; 1 second when absent. */
  readonly patienceMs?: number;
  /** Rates and places of a process that died come back after this; 20 seconds when absent. */
  readonly rateTtlMs?: number;
  /** Money of a process that died comes back after this; 2 minutes when absent. */
  readonly budgetTtlMs?: number;
  /** A call that was never settled is settled with its estimate after this; 65 minutes when absent. */
  readonly longestCallMs?: number;
  /** Counters held at once; 50,000 when absent. */
  readonly maximumSlots?: number;
}

export interface LimitCounts {
  readonly openCalls: number;
  readonly leases: number;
  readonly denied: number;
  readonly storeAway: boolean;
}

/** Enforces limits and budgets. Nothing runs in the background before the first call that is limited. */
export interface Limits extends LimitsDep {
  readonly counts: () => LimitCounts;
  /** Settles and gives back what is not in use, now. */
  readonly look: () => Promise<void>;
  /** Gives back everything; calls still under way count with their estimate. */
  readonly close: () => Promise<void>;
}

type Deps = ClockDep & IdDep & LogDep & LimitStoreDep;
type Answer = Result<Reservation, Fault>;

const defaults = {
  lookMs: 500,
  patienceMs: 1_000,
  rateTtlMs: 20_000,
  budgetTtlMs: 120_000,
  longestCallMs: 65 * 60_000,
  maximumSlots: 50_000,
};

/** Looks again and again while anything is leased; the timer never keeps a process alive. */
const createLooks = (look: () => Promise<boolean>, everyMs: number) => {
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      void look().then((isNeeded) => {
        timer = undefined;
        if (isNeeded) schedule();
      });
    }, everyMs).unref();
  };
  return {
    schedule,
    stop: (): void => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
};

export const createLimits = (deps: Deps, options: LimitsOptions): Limits => {
  const settings = { ...defaults, ...options };
  const keeper = createLeaseKeeper(deps, { ...settings, process: deps.ids.uuid() });
  const calls = createOpenCalls(deps.clock);
  const reserve = createReserve({ ...deps, keeper, calls }, settings);
  let [denied, closed] = [0, false];

  const look = async (): Promise<void> => {
    calls.settleOlderThan(settings.longestCallMs);
    await keeper.look();
    if (calls.sweepIsDue()) await deps.limitStore.sweep().catch(() => undefined);
  };
  const looks = createLooks(async () => {
    await look();
    return !closed && (keeper.count() > 0 || keeper.isAway());
  }, settings.lookMs);
  const counted = (answer: Answer): Answer => {
    if (!answer.ok) denied += 1;
    looks.schedule();
    return answer;
  };

  return {
    limits: {
      reserve: (request) => {
        const answer = reserve(request);
        return answer instanceof Promise ? answer.then(counted) : counted(answer);
      },
    },
    counts: () => ({ openCalls: calls.count(), leases: keeper.count(), denied, storeAway: keeper.isAway() }),
    look,
    close: async () => {
      closed = true;
      looks.stop();
      calls.settleOlderThan(0);
      await keeper.closeAll();
    },
  };
};
