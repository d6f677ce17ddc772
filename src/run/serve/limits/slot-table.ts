import { createSlot, type Slot } from './lease.ts';
import type { LimitLevel, LimitRule } from './limits-contract.ts';
import type { RuleBook } from './rule-book.ts';

export interface SlotTableOptions {
  /** Called with a counter that is no longer used here. */
  readonly onDrop: (slot: Slot) => void;
  readonly maximumSlots: number;
}

/** The counters of this process, one for each rule and subject, the oldest dropped when there are too many. */
export interface SlotTable {
  readonly slotsFor: (level: LimitLevel, subject: string) => readonly Slot[];
  /** Takes the rules that hold from now on. */
  readonly use: (book: RuleBook) => void;
}

export const createSlotTable = ({ onDrop, maximumSlots }: SlotTableOptions): SlotTable => {
  const slots = new Map<string, Slot>();
  let current: RuleBook | undefined;

  const makeRoom = (): void => {
    if (slots.size < maximumSlots) return;
    for (const [key, slot] of slots) {
      slots.delete(key);
      onDrop(slot);
      if (slots.size < maximumSlots * 0.9) return;
    }
  };
  const slotOf = (rule: LimitRule, subject: string): Slot => {
    const key = `${rule.level} ${rule.kind} ${subject}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    makeRoom();
    const slot = createSlot(rule, subject);
    slots.set(key, slot);
    return slot;
  };
  return {
    slotsFor: (level, subject) => (current?.of(level, subject) ?? []).map((rule) => slotOf(rule, subject)),
    use: (book) => {
      current = book;
      for (const [key, slot] of slots) {
        const rule = book.of(slot.level, slot.subject).find(({ kind }) => kind === slot.kind);
        if (rule === undefined) {
          slots.delete(key);
          onDrop(slot);
        } else {
          slot.rule = rule;
          slot.deniedUntil = 0;
        }
      }
    },
  };
};
