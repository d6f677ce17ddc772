import { findMetric, usdFromNano } from '#kernel';
import { pairedDifference, type PairedDifference as PairedTest } from '#kernel/statistics';
import type { Case, CaseResult } from '#prove/evaluate/contract';
import type { PairedDifference } from './contract.ts';

/** What is compared besides scores: the time and the price of one answer. */
export const latencyMetric = 'answer-latency';
export const costMetric = 'cost-per-answer';

const outcomeOf = (metric: string, { scores, answer, latencyMs }: CaseResult): number | undefined => {
  if (metric === latencyMetric) return answer && (latencyMs ?? answer.durationMs);
  if (metric === costMetric) return answer && usdFromNano(answer.costNano);
  return scores[metric];
};

const isLowerBetter = (metric: string): boolean => metric === latencyMetric || findMetric(metric)?.better === 'lower';

/** The results of two candidates, and the cases for their gold pages. */
export interface PairedInput {
  readonly metric: string;
  readonly cases: readonly Case[];
  readonly baseline: readonly CaseResult[];
  readonly candidate: readonly CaseResult[];
}

const clusterOf = (given: Case | undefined, caseId: string): string =>
  given?.gold[0] ? `${given.gold[0].source}/${given.gold[0].page}` : `case ${caseId}`;

const commonPairs = ({ metric, cases, baseline, candidate }: PairedInput) => {
  const casesById = new Map(cases.map((given) => [given.id, given]));
  const baselineById = new Map(baseline.map((result) => [result.caseId, result]));
  return candidate.flatMap((result) => {
    const reference = baselineById.get(result.caseId);
    const [before, after] = [reference && outcomeOf(metric, reference), outcomeOf(metric, result)];
    if (before === undefined || after === undefined) return [];
    return [{ before, after, cluster: clusterOf(casesById.get(result.caseId), result.caseId) }];
  });
};

/** The paired test on the questions that both answered, questions about one page taken together; undefined without any. */
export const pairOutcomes = (input: PairedInput): PairedTest | undefined => {
  const pairs = commonPairs(input);
  const isScore = input.metric !== latencyMetric && input.metric !== costMetric;
  return pairedDifference(
    { baseline: pairs.map(({ before }) => before), candidate: pairs.map(({ after }) => after) },
    { clusters: pairs.map(({ cluster }) => cluster), ...(!isScore && { range: 'unbounded' as const }) },
  );
};

/** Better or worse only when the interval lies on one side of zero and the (adjusted) p agrees. */
export const toDifference = (
  metric: string,
  { difference, p }: Pick<PairedTest, 'difference' | 'p'>,
): PairedDifference => {
  const [worst, best] = isLowerBetter(metric) ? [-difference.high, -difference.low] : [difference.low, difference.high];
  const isShown = p <= 0.05;
  const verdict = isShown && worst > 0 ? 'better' : isShown && best < 0 ? 'worse' : 'undecided';
  return { metric, difference, p, verdict };
};
