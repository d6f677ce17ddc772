import { nanoFromUsd } from '#kernel';
import type { Agent } from './contract.ts';

export interface Spent {
  readonly steps: number;
  readonly ms: number;
  readonly costNano: number;
}

export interface Exhausted {
  readonly budget: 'step' | 'time' | 'cost';
  readonly limit: string;
}

/** The first budget that is used up, if any. */
export const exhaustedBudget = (
  { maximumSteps, maximumMs, maximumUsd }: Agent,
  { steps, ms, costNano }: Spent,
): Exhausted | undefined => {
  if (steps >= maximumSteps) return { budget: 'step', limit: `${maximumSteps} steps` };
  if (ms >= maximumMs) return { budget: 'time', limit: `${maximumMs} ms` };
  // A free model never exhausts a budget of nothing.
  if (costNano > 0 && costNano >= nanoFromUsd(maximumUsd)) return { budget: 'cost', limit: `${maximumUsd} US dollars` };
  return undefined;
};
