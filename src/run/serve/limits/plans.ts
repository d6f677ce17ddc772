import type { Payer } from '../gateway/port.ts';
import type { Slot } from './lease.ts';
import { subjectsOf, userSubject, type RuleBook } from './rule-book.ts';
import { createSlotTable, type SlotTableOptions } from './slot-table.ts';

/** The counters that apply to the calls of one key. */
interface Plan {
  readonly organisation: string | undefined;
  readonly team: string | undefined;
  readonly slots: readonly Slot[];
  readonly slotsByUser: Map<string, readonly Slot[]>;
}

export interface Plans {
  /** The counters of a payer, all levels together. */
  readonly slotsOf: (payer: Payer) => readonly Slot[];
  /** Takes the rules that hold from now on. */
  readonly use: (book: RuleBook) => void;
}

/** Finds the counters of a call without building anything for keys and users that were seen before. */
export const createPlans = (options: SlotTableOptions): Plans => {
  const table = createSlotTable(options);
  const plansByKey = new Map<string, Plan>();
  let limitsUsers = false;

  const planOf = (payer: Payer): Plan => {
    const { keyId, organisation, team } = payer;
    const known = plansByKey.get(keyId);
    if (known !== undefined && known.organisation === organisation && known.team === team) return known;
    if (plansByKey.size >= options.maximumSlots) plansByKey.clear();
    const slots = subjectsOf(payer).flatMap(([level, subject]) => table.slotsFor(level, subject));
    const plan = { organisation, team, slots, slotsByUser: new Map<string, readonly Slot[]>() };
    plansByKey.set(keyId, plan);
    return plan;
  };

  return {
    slotsOf: (payer) => {
      const { slots, slotsByUser } = planOf(payer);
      const { endUser } = payer;
      if (endUser === undefined || !limitsUsers) return slots;
      const known = slotsByUser.get(endUser);
      if (known !== undefined) return known;
      // A plan may hold on to a dropped counter until its users are too many; what that leases counts all the same.
      if (slotsByUser.size >= options.maximumSlots) slotsByUser.clear();
      const all = [...slots, ...table.slotsFor('user', userSubject(payer.organisation, endUser))];
      slotsByUser.set(endUser, all);
      return all;
    },
    use: (book) => {
      limitsUsers = book.limitsUsers;
      plansByKey.clear();
      table.use(book);
    },
  };
};
