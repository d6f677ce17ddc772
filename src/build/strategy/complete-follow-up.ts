import type { Message } from '#build/models/contract';
import { contentStems } from './words.ts';

const references = /\b(?:it|its|that|this|these|those|they|them|there|one|ones|same|another|else|instead|he|she)\b/i;
const opening = /^\s*(?:and|but|or|so|also|then|what about|how about|why|really|are you sure|same)\b/i;

const isFollowUp = (question: string): boolean => {
  const stems = contentStems(question);
  return stems.length <= 2 || (stems.length <= 7 && (opening.test(question) || references.test(question)));
};

const lastTurns = 2;
const borrowedStems = 12;

/**
 * Completes a follow-up with the words of the last user turns, for the search only. A question that stands by
 * itself stays as it is, because adding earlier turns to every question makes retrieval worse.
 */
export const completeFollowUp = (question: string, history: readonly Message[]): string => {
  const turns = history.filter(({ role }) => role === 'user').slice(-lastTurns);
  if (turns.length === 0 || !isFollowUp(question)) return question;
  const own = new Set(contentStems(question));
  const borrowed = turns
    .toReversed()
    .flatMap(({ content }) => content.slice(0, 2000).match(/[\p{L}\p{N}][\p{L}\p{N}_.-]*/gu) ?? [])
    .filter((word) => contentStems(word).some((stem) => !own.has(stem)));
  return [question, ...new Set(borrowed)].slice(0, borrowedStems + 1).join(' ');
};
