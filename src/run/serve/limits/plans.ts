import type { Payer } from '../gateway/port.ts';
import { createSlot, type Slot } from './lease.ts';
import type { LimitLevel, LimitRule } from './limits-contract.ts';
import { subjectsOf, userSubject, type RuleBook } from './rule-book.ts';

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

export interface PlansOptions {
  /** Called with a counter that is no longer used here. */
  readonly onDrop: (slot: Slot) => void;
  readonly maximumSlots: number;
}

const keyOf = (level: LimitLevel, subject: string, kind: string): string => `${level} ${kind} ${subject}`;

/** Finds the counters of a call without building anything for keys and users that were seen before. */
export const createPlans = ({ onDrop, maximumSlots }: PlansOptions): Plans => {
  const slots = new Map<string, Slot>();
  const plansByKey = new Map<string, Plan>();
  let book: RuleBook | undefined;

  const makeRoom = (): void => {
    if (slots.size < maximumSlots) return;
    // The plans may hold on to dropped counters; they find theirs again.
    plansByKey.clear();
    for (const [key, slot] of slots) {
      slots.delete(key);
      onDrop(slot);
      if (slots.size < maximumSlots * 0.9) return;
    }
  };
  const slotOf = (rule: LimitRule, subject: string): Slot => {
    const key = keyOf(rule.level, subject, rule.kind);
    const known = slots.get(key);
    if (known !== undefined) return known;
    makeRoom();
    const slot = createSlot(rule, subject);
    slots.set(key, slot);
    return slot;
  };
  const slotsFor = (level: LimitLevel, subject: string): readonly Slot[] =>
    (book?.of(level, subject) ?? []).map((rule) => slotOf(rule, subject));

  const planOf = (payer: Payer): Plan => {
    const known = plansByKey.get(payer.keyId);
    if (known !== undefined && known.organisation === payer.organisation && known.team === payer.team) return known;
    if (plansByKey.size >= maximumSlots) plansByKey.clear();
    const { organisation, team } = payer;
    const fixed = subjectsOf(payer).flatMap(([level, subject]) => slotsFor(level, subject));
    const plan = { organisation, team, slots: fixed, slotsByUser: new Map<string, readonly Slot[]>() };
    plansByKey.set(payer.keyId, plan);
    return plan;
  };

  return {
    slotsOf: (payer) => {
      const plan = planOf(payer);
      const { endUser } = payer;
      if (endUser === undefined || book?.limitsUsers !== true) return plan.slots;
      const known = plan.slotsByUser.get(endUser);
      if (known !== undefined) return known;
      if (plan.slotsByUser.size >= maximumSlots) plan.slotsByUser.clear();
      const all = [...plan.slots, ...slotsFor('user', userSubject(payer.organisation, endUser))];
      plan.slotsByUser.set(endUser, all);
      return all;
    },
    use: (newBook) => {
      book = newBook;
      plansByKey.clear();
      for (const [key, slot] of slots) {
        const rule = newBook.of(slot.level, slot.subject).find(({ kind }) => kind === slot.kind);
        if (rule !== undefined) slot.rule = rule;
        else if (slots.delete(key)) onDrop(slot);
      }
    },
  };
};
