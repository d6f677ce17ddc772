import type { Reasoning } from './contract.ts';

export interface CallEstimate {
  readonly low: number;
  readonly high: number;
}

/** Votes that choose between the lines of thought of one level. */
export const votesPerLevel = 3;

/** Model calls one answer takes. */
export const estimateCalls = (reasoning: Reasoning): CallEstimate => {
  switch (reasoning.kind) {
    case 'direct':
    case 'chain-of-thought':
      return { low: 1, high: 1 };
    case 'self-consistency':
      return { low: Math.min(reasoning.agreeing, reasoning.samples), high: reasoning.samples };
    case 'tree-of-thought':
      // One proposal for the root, one for each kept line on later levels, the votes, the conclusion.
      return { low: 2, high: 2 + reasoning.depth * votesPerLevel + (reasoning.depth - 1) * reasoning.breadth };
  }
};
