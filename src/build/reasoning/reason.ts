import { reasonByChainOfThought } from './chain-of-thought.ts';
import type { Reasoning } from './contract.ts';
import { reasonDirectly } from './direct.ts';
import { reasonBySelfConsistency } from './self-consistency.ts';
import type { Reason } from './task.ts';
import { reasonByTreeOfThought } from './tree-of-thought.ts';

/** The function for a way of reasoning. Only `direct` streams. */
export const createReason = (reasoning: Reasoning): Reason => {
  switch (reasoning.kind) {
    case 'direct':
      return reasonDirectly;
    case 'chain-of-thought':
      return reasonByChainOfThought;
    case 'self-consistency':
      return reasonBySelfConsistency(reasoning);
    case 'tree-of-thought':
      return reasonByTreeOfThought(reasoning);
  }
};

/** The prompts a way of reasoning renders, by name. */
export const reasoningPrompts = ({ kind }: Reasoning): readonly string[] => {
  if (kind === 'chain-of-thought') return ['chain-of-thought'];
  return kind === 'tree-of-thought' ? ['propose-thought', 'vote-thought', 'conclude-thought'] : [];
};
