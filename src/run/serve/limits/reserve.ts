import { err, ok, type ClockDep, type Fault, type LogDep, type Result } from '#kernel';
import type { GatewayConfig } from '../gateway-contract.ts';
import type { Reservation, ReserveRequest } from '../gateway/port.ts';
import { serveFaults } from '../errors.ts';
import { limitFaults } from './errors.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { amountOf, take, type Slot } from './lease.ts';
import type { OpenCalls } from './open-calls.ts';
import { createPlans } from './plans.ts';
import type { LimitStoreDep } from './port.ts';
import { refusalOf } from './refusal.ts';
import { createRules } from './rules.ts';
import { leaseWithoutStore } from './without-store.ts';

export interface ReserveSettings {
  readonly withoutStore: GatewayConfig['limitsWithoutStore'];
  readonly patienceMs: number;
  readonly maximumSlots: number;
}

type Deps = ClockDep & LogDep & LimitStoreDep & { readonly keeper: LeaseKeeper; readonly calls: OpenCalls };
type Answer = Result<Reservation, Fault>;

/** Times that a call asks the store before it is told that there is no room: others may be quicker. */
const mostAttempts = 8;

const mayUse = (models: readonly string[], model: string): boolean => models.includes('*') || models.includes(model);

const hasRoom = ({ keeper }: Deps, slot: Slot, amount: number): boolean => {
  const { lease } = slot;
  return lease !== undefined && (amount <= 0 || lease.room >= amount) && keeper.isValid(lease);
};

/** The first counter that has no room for a call. */
const shortOf = (deps: Deps, slots: readonly Slot[], request: ReserveRequest): Slot | undefined => {
  for (const slot of slots) if (!hasRoom(deps, slot, amountOf(slot.kind, request))) return slot;
  return undefined;
};

const begin = ({ keeper, calls }: Deps, slots: readonly Slot[], request: ReserveRequest): Answer => {
  const leases = [];
  for (const slot of slots) {
    const { lease } = slot;
    if (lease === undefined) continue;
    take(lease, amountOf(slot.kind, request));
    leases.push(lease);
    if (lease.room < lease.low) keeper.nudge(slot);
  }
  return ok(calls.open(leases, request));
};

/** What one counter that has no room says: a refusal, or that it is worth looking again. */
const demand = async (
  { clock, keeper }: Deps,
  {
    slot,
    amount,
    withoutStore,
  }: { readonly slot: Slot; readonly amount: number } & Pick<ReserveSettings, 'withoutStore'>,
): Promise<Fault | undefined> => {
  const now = clock.monotonic();
  if (keeper.isAway()) return leaseWithoutStore(keeper, { slot, now, withoutStore, amount });
  if (now < slot.deniedUntil && amount > (slot.lease?.room ?? 0) + slot.free) return refusalOf(slot, amount, now);
  await keeper.ask(slot, amount);
  return undefined;
};

/** Gets room from the store, or says who refuses. */
const createDemand =
  (deps: Deps, { withoutStore }: ReserveSettings) =>
  async (slots: readonly Slot[], request: ReserveRequest): Promise<Answer> => {
    let short = shortOf(deps, slots, request);
    for (let attempt = 0; short !== undefined && attempt < mostAttempts; attempt += 1) {
      const lacking = slots
        .map((slot) => ({ slot, amount: amountOf(slot.kind, request), withoutStore }))
        .filter(({ slot, amount }) => !hasRoom(deps, slot, amount));
      const refusals = await Promise.all(lacking.map((each) => demand(deps, each)));
      const refusal = refusals.find((each) => each !== undefined);
      if (refusal !== undefined) return err(refusal);
      short = shortOf(deps, slots, request);
    }
    if (short === undefined) return begin(deps, slots, request);
    return err(refusalOf(short, amountOf(short.kind, request), deps.clock.monotonic()));
  };

/** Admits calls: from memory where every counter has room, after asking the store where one has not. */
export const createReserve = (deps: Deps, settings: ReserveSettings) => {
  const { clock, keeper } = deps;
  const plans = createPlans({ onDrop: keeper.close, maximumSlots: settings.maximumSlots });
  const rules = createRules(deps, { patienceMs: settings.patienceMs, use: plans.use });
  const demandAll = createDemand(deps, settings);

  const reserveFresh = async (request: ReserveRequest): Promise<Answer> => {
    await rules.refresh();
    if (!rules.isKnown() && settings.withoutStore.budgets === 'refuse') {
      return err(limitFaults.fault('SERVE_LIMITS_UNAVAILABLE'));
    }
    return demandAll(plans.slotsOf(request.payer), request);
  };
  return (request: ReserveRequest): Answer | Promise<Answer> => {
    const { payer, model } = request;
    if (!mayUse(payer.models, model)) return err(serveFaults.fault('SERVE_MODEL_FORBIDDEN', { model }));
    if (rules.isStale(clock.monotonic())) return reserveFresh(request);
    const slots = plans.slotsOf(payer);
    return shortOf(deps, slots, request) === undefined ? begin(deps, slots, request) : demandAll(slots, request);
  };
};
