import { factShare } from './fact-coverage.ts';
import { forbiddenIn } from './forbidden-text.ts';
import type { Scorer } from './scorer.ts';

/** 1 when every fact is there and nothing forbidden, or when a question without an answer was refused. */
export const answerAccuracy: Scorer = ({ answerable, facts, forbidden }, { refused, text }) => {
  if (forbiddenIn(forbidden, text).length > 0) return 0;
  if (!answerable) return refused ? 1 : 0;
  if (refused) return 0;
  if (facts.length === 0) return 'unscorable';
  return factShare(facts, text) === 1 ? 1 : 0;
};
