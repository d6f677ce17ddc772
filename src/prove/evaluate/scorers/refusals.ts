import type { Scorer } from './scorer.ts';

/** 1 when a question that the sources do not answer was refused. */
export const refusalAccuracy: Scorer = ({ answerable }, { refused }) =>
  answerable ? 'not-applicable' : Number(refused);

/** 1 when a question that the sources do answer was not refused. */
export const answerRate: Scorer = ({ answerable }, { refused }) => (answerable ? Number(!refused) : 'not-applicable');
