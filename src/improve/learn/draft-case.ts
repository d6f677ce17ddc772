import { sha256 } from '#kernel';
import type { Case } from '#prove/evaluate/contract';
import type { Proposal } from './contract.ts';

type Item = Proposal['items'][number];

/** Questions that differ in case and spaces only are the same. */
export const questionKey = (question: string): string => question.toLowerCase().split(/\s+/).join(' ').trim();

/** A case for the evaluation set that still needs its facts; a person who fills them in makes it reviewed. */
export const draftCase = ({ question, reason }: Pick<Item, 'question' | 'reason'>): Case => ({
  id: `learned-${sha256(questionKey(question)).slice(0, 12)}`,
  question,
  kind: 'single-fact',
  difficulty: 'medium',
  split: 'dev',
  answerable: true,
  gold: [],
  facts: [],
  reference: '',
  forbidden: [],
  tags: ['production', reason],
  reviewed: false,
});
