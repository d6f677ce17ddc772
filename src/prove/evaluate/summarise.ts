import { meanEstimate, quantileEstimate, type Estimate } from '#kernel/statistics';
import { usdFromNano } from '#kernel';
import type { Case, CaseResult, Scorecard } from './contract.ts';
import { goldPage } from './scorers/gold-match.ts';
import { scorers } from './scorers/registry.ts';

type ResultsByCase = readonly CaseResult[];

/** Cases about the same page succeed and fail together; a case without a gold page stands alone. */
const clusterOf = (given: Case | undefined, { caseId }: CaseResult): string =>
  given?.gold[0] === undefined ? `case ${caseId}` : goldPage(given.gold[0]);

const scoreEstimate = (
  metric: string,
  cases: ReadonlyMap<string, Case>,
  results: ResultsByCase,
): Estimate | undefined => {
  const scored = results.filter(({ scores }) => scores[metric] !== undefined);
  const values = scored.map(({ scores }) => scores[metric] ?? 0);
  return meanEstimate(values, { clusters: scored.map((result) => clusterOf(cases.get(result.caseId), result)) });
};

/** Latencies of whole answers: a fault that came at once is not a fast answer. */
const latencies = (results: ResultsByCase): readonly number[] =>
  results
    .filter(({ answer }) => answer !== undefined)
    .map(({ latencyMs, answer }) => latencyMs ?? answer?.durationMs ?? 0);

const costs = (results: ResultsByCase): readonly number[] =>
  results.flatMap(({ answer }) => (answer === undefined ? [] : [usdFromNano(answer.costNano)]));

/** Every metric that could be measured, by id, with its interval. */
export const summariseMetrics = (cases: readonly Case[], results: ResultsByCase): Scorecard['metrics'] => {
  const casesById = new Map(cases.map((given) => [given.id, given]));
  const estimates: Readonly<Record<string, Estimate | undefined>> = {
    ...Object.fromEntries(Object.keys(scorers).map((metric) => [metric, scoreEstimate(metric, casesById, results)])),
    'latency-p50': quantileEstimate(latencies(results), 0.5),
    'latency-p95': quantileEstimate(latencies(results), 0.95),
    'cost-per-answer': meanEstimate(costs(results), { range: 'unbounded' }),
  };
  const measured: Record<string, Estimate> = {};
  for (const [metric, estimate] of Object.entries(estimates)) if (estimate) measured[metric] = estimate;
  return measured;
};

/** Failures by group, largest first; the shares are of all questions. */
export const groupFailures = (results: ResultsByCase): Scorecard['failures'] =>
  [...Map.groupBy(results, ({ failure }) => failure)]
    .flatMap(([group, members]) =>
      group === undefined
        ? []
        : [{ group, share: members.length / results.length, caseIds: members.map(({ caseId }) => caseId) }],
    )
    .toSorted((left, right) => right.share - left.share);

/** How many cases each metric applies to but could not score. */
export const countUnscored = (results: ResultsByCase): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const metric of results.flatMap(({ unscored }) => unscored ?? [])) counts[metric] = (counts[metric] ?? 0) + 1;
  return counts;
};

export const totalUsd = (results: ResultsByCase): number => costs(results).reduce((sum, usd) => sum + usd, 0);
