import { holdsPhrase, normaliseText } from '../normalise-text.ts';
import type { Scorer } from './scorer.ts';

/** Share of the facts of which any alternative stands in the text. */
export const factShare = (facts: readonly (readonly string[])[], text: string): number => {
  const haystack = normaliseText(text);
  const held = facts.filter((alternatives) => alternatives.some((fact) => holdsPhrase(haystack, normaliseText(fact))));
  return held.length / facts.length;
};

/** Share of required facts that the answer contains; a refusal contains none. */
export const factCoverage: Scorer = ({ answerable, facts }, { refused, text }) => {
  if (!answerable) return 'not-applicable';
  if (facts.length === 0) return 'unscorable';
  return refused ? 0 : factShare(facts, text);
};
