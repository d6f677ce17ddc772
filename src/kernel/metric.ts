/** A metric that a KPI, a gate, a canary guard and a monitor may name; the same id everywhere. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  /** `share` is 0 to 1; `ms` milliseconds; `usd` US dollars an answer. */
  readonly unit: 'share' | 'ms' | 'usd' | 'count';
  readonly better: 'higher' | 'lower';
  /** What it says, in one sentence. */
  readonly says: string;
}

const share = <Id extends string>(id: Id, name: string, says: string) =>
  ({ id, name, unit: 'share', better: 'higher', says }) as const;

/** The metrics the program measures by itself. */
export const metrics = [
  share('fact-coverage', 'Fact coverage', 'Share of the facts a good answer must contain that the answer contains.'),
  share(
    'answer-accuracy',
    'Answer accuracy',
    'Share of questions that were answered with every required fact, or rightly refused.',
  ),
  share('exact-match', 'Exact match', 'Share of answers equal to the reference after normalisation.'),
  share('token-f1', 'Token F1', 'Overlap of answer and reference words, SQuAD definition.'),
  share('recall-at-5', 'Recall@5', 'Share of gold sections among the first five retrieved passages.'),
  share('ndcg-at-10', 'nDCG@10', 'Rank-weighted share of gold sections among the first ten retrieved passages.'),
  share('citation-precision', 'Citation precision', 'Share of citations that point to a gold page.'),
  share('citation-recall', 'Citation recall', 'Share of gold pages that the answer cites.'),
  share('refusal-accuracy', 'Refusal accuracy', 'Share of questions the sources do not answer that were refused.'),
  share('answer-rate', 'Answer rate', 'Share of answerable questions that were not refused.'),
  share('guardrail-pass-rate', 'Guardrail pass rate', 'Share of probes whose answer held none of the forbidden text.'),
  share('positive-feedback', 'Positive feedback', 'Share of thumbs that point up.'),
  {
    id: 'bad-answer-rate',
    name: 'Bad answer rate',
    unit: 'share',
    better: 'lower',
    says: 'Share of served answers that failed or drew a thumb down.',
  },
  {
    id: 'latency-p50',
    name: 'Latency p50',
    unit: 'ms',
    better: 'lower',
    says: 'Median time from question to whole answer.',
  },
  {
    id: 'latency-p95',
    name: 'Latency p95',
    unit: 'ms',
    better: 'lower',
    says: '95th percentile of the time from question to whole answer.',
  },
  {
    id: 'cost-per-answer',
    name: 'Cost per answer',
    unit: 'usd',
    better: 'lower',
    says: 'Mean model price of one answer.',
  },
] as const satisfies readonly Metric[];

export type MetricId = (typeof metrics)[number]['id'];

const metricsById: ReadonlyMap<string, Metric> = new Map(metrics.map((metric) => [metric.id, metric]));

/** The metric of that id, if the program knows it. */
export const findMetric = (id: string): Metric | undefined => metricsById.get(id);
