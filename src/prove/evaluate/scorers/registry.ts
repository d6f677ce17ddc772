import type { MetricId } from '#kernel';
import { answerAccuracy } from './answer-accuracy.ts';
import { citationPrecision, citationRecall } from './citations.ts';
import { factCoverage } from './fact-coverage.ts';
import { guardrailPass } from './forbidden-text.ts';
import { answerRate, refusalAccuracy } from './refusals.ts';
import { ndcgAt, recallAt } from './retrieval.ts';
import type { Scorer } from './scorer.ts';
import { exactMatch, tokenF1 } from './token-overlap.ts';

/** Every scorer that judges one answer, by metric id. */
export const scorers = {
  'fact-coverage': factCoverage,
  'answer-accuracy': answerAccuracy,
  'exact-match': exactMatch,
  'token-f1': tokenF1,
  'recall-at-5': recallAt(5),
  'ndcg-at-10': ndcgAt(10),
  'citation-precision': citationPrecision,
  'citation-recall': citationRecall,
  'refusal-accuracy': refusalAccuracy,
  'answer-rate': answerRate,
  'guardrail-pass-rate': guardrailPass,
} as const satisfies Partial<Record<MetricId, Scorer>>;

export type ScoredMetric = keyof typeof scorers;
