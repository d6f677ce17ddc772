import type { Answer } from '#build/strategy/contract';
import type { Case } from './contract.ts';
import { scoreCase } from './score-case.ts';

/** What a person with the gold answer would say of a live answer: bad when it would count as a failure. */
export const markAnswer = (given: Case, answer: Answer): 'good' | 'bad' =>
  scoreCase(given, { answer, latencyMs: answer.durationMs, traceId: '' }).failure === undefined ? 'good' : 'bad';
