import { err, ok, type ClockDep, type Fault, type IdDep, type LogDep, type Result } from '#kernel';
import type { GatewayConfig } from '../gateway-contract.ts';
import type { LimitsDep, Reservation, ReserveRequest } from '../gateway/port.ts';
import { limitFaults } from './errors.ts';
import { amountOf, take, type Slot } from './lease.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createOpenCalls } from './open-calls.ts';
import { createPlans } from './plans.ts';
import type { LimitStoreDep } from './port.ts';
import { refusalOf } from './refusal.ts';
import { createRules } from './rules.ts';
import { leaseWithoutStore } from './without-store.ts';

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

/** Times that a call asks the store before it is told that there is no room: others may be quicker. */
const mostAttempts = 8;

const mayUse = (models: readonly string[], model: string): boolean => models.includes('*') || models.includes(model);

type Settings = typeof defaults & Pick<LimitsOptions, 'withoutStore'>;

const createReserve = (deps: Deps, settings: Settings) => {
  const { clock } = deps;
  const keeper = createLeaseKeeper(deps, { ...settings, process: deps.ids.uuid() });
  const plans = createPlans({ onDrop: keeper.close, maximumSlots: settings.maximumSlots });
  const rules = createRules(deps, { patienceMs: settings.patienceMs, use: plans.use });
  const calls = createOpenCalls(clock);

  const hasRoom = (slot: Slot, request: ReserveRequest, now: number): boolean => {
    const { lease } = slot;
    if (lease === undefined || !keeper.isValid(lease, now)) return false;
    const amount = amountOf(slot.kind, request);
    return amount <= 0 || lease.room >= amount;
  };
  const shortOf = (slots: readonly Slot[], request: ReserveRequest, now: number): Slot | undefined => {
    for (const slot of slots) if (!hasRoom(slot, request, now)) return slot;
    return undefined;
  };
  const begin = (slots: readonly Slot[], request: ReserveRequest, now: number): Answer => {
    const leases = [];
    for (const slot of slots) {
      const { lease } = slot;
      if (lease === undefined) continue;
      take(lease, amountOf(slot.kind, request));
      leases.push(lease);
      if (lease.room < lease.low) keeper.nudge(slot);
    }
    return ok(calls.open(leases, request, now));
  };
  /** What one counter that has no room says: a refusal, or that it is worth looking again. */
  const demand = async (slot: Slot, request: ReserveRequest): Promise<Fault | undefined> => {
    const now = clock.monotonic();
    const amount = amountOf(slot.kind, request);
    if (keeper.isAway()) return leaseWithoutStore(keeper, { slot, now, withoutStore: settings.withoutStore, amount });
    if (now < slot.deniedUntil && amount > (slot.lease?.room ?? 0) + slot.free) return refusalOf(slot, amount, now);
    await keeper.ask(slot, amount);
    return undefined;
  };
  const demandAll = async (slots: readonly Slot[], request: ReserveRequest): Promise<Answer> => {
    let short: Slot | undefined;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const now = clock.monotonic();
      short = shortOf(slots, request, now);
      if (short === undefined) return begin(slots, request, now);
      const lacking = slots.filter((slot) => !hasRoom(slot, request, now));
      const refusals = await Promise.all(lacking.map((slot) => demand(slot, request)));
      const refusal = refusals.find((each) => each !== undefined);
      if (refusal !== undefined) return err(refusal);
    }
    return short === undefined
      ? begin(slots, request, clock.monotonic())
      : err(refusalOf(short, amountOf(short.kind, request), clock.monotonic()));
  };
  const reserveFresh = async (request: ReserveRequest): Promise<Answer> => {
    await rules.refresh();
    const isKnown = rules.isKnown();
    if (!isKnown && settings.withoutStore.budgets === 'refuse') {
      return err(limitFaults.fault('SERVE_LIMITS_UNAVAILABLE'));
    }
    return demandAll(plans.slotsOf(request.payer), request);
  };

  const reserve = (request: ReserveRequest): Answer | Promise<Answer> => {
    const { payer, model } = request;
    if (!mayUse(payer.models, model)) return err(limitFaults.fault('SERVE_MODEL_FORBIDDEN', { model }));
    const now = clock.monotonic();
    if (rules.isStale(now)) return reserveFresh(request);
    const slots = plans.slotsOf(payer);
    return shortOf(slots, request, now) === undefined ? begin(slots, request, now) : demandAll(slots, request);
  };
  return { reserve, keeper, calls };
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
  const { reserve, keeper, calls } = createReserve(deps, settings);
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
