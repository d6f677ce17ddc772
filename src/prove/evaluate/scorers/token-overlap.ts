import type { Case } from '../contract.ts';
import type { Scorer } from './scorer.ts';

/** Words after the normalisation of SQuAD: lower case, no punctuation, no articles (Rajpurkar et al. 2016). */
export const squadTokens = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replaceAll(/[!-/:-@[-`{-~]/g, '')
    .replaceAll(/\b(?:a|an|the)\b/g, ' ')
    .split(/\s+/)
    .filter((token) => token !== '');

const sharedTokens = (left: readonly string[], right: readonly string[]): number => {
  const counts = new Map<string, number>();
  for (const token of left) counts.set(token, (counts.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of right) {
    const remaining = counts.get(token) ?? 0;
    if (remaining > 0) shared += 1;
    counts.set(token, remaining - 1);
  }
  return shared;
};

/** F1 of the word bags of two texts; two empty texts agree. */
export const f1 = (reference: string, text: string): number => {
  const [gold, given] = [squadTokens(reference), squadTokens(text)];
  if (gold.length === 0 || given.length === 0) return gold.length === given.length ? 1 : 0;
  const shared = sharedTokens(gold, given);
  return shared === 0 ? 0 : (2 * shared) / (gold.length + given.length);
};

const hasReference = ({ answerable, reference }: Case): boolean => answerable && reference.trim() !== '';

/** Overlap of answer and reference words, SQuAD definition; 0 for a refusal. */
export const tokenF1: Scorer = (given, { refused, text }) => {
  if (!hasReference(given)) return 'not-applicable';
  return refused ? 0 : f1(given.reference, text);
};

/** 1 when answer and reference are the same words in the same order. */
export const exactMatch: Scorer = (given, { refused, text }) => {
  if (!hasReference(given)) return 'not-applicable';
  return !refused && squadTokens(given.reference).join(' ') === squadTokens(text).join(' ') ? 1 : 0;
};
