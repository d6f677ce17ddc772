import { holm, quantileEstimate, type Estimate } from '#kernel/statistics';
import type { Assessment } from '#plan/assess/contract';
import type { Case, CaseResult, Scorecard } from '#prove/evaluate/contract';
import { checkEstimates } from './check-estimates.ts';
import { chooseChampion } from './choose-champion.ts';
import type { Comparison, PairedDifference } from './contract.ts';
import { costMetric, latencyMetric, pairOutcomes, toDifference } from './paired-outcomes.ts';
import { paretoFrontier } from './pareto.ts';

/** A candidate as far as it was scored. */
export interface Scored {
  readonly scorecard: Scorecard;
  readonly stopped: string | undefined;
}

export interface CompareInput {
  readonly quality: string;
  readonly cases: readonly Case[];
  readonly baseline: Scored;
  readonly others: readonly Scored[];
  readonly assessment?: Pick<Assessment, 'recommended' | 'estimate'> | undefined;
}

type Row = Comparison['rows'][number];

const sideMetrics = ['citation-precision', 'refusal-accuracy', 'recall-at-5', latencyMetric, costMetric] as const;

const single = (value: number): Estimate => ({ value, low: value, high: value, level: 0.95, n: 1, method: 'single' });

const latencyOf = ({ metrics, results }: Scorecard): Estimate => {
  const times = results.map(({ latencyMs = 0 }) => latencyMs);
  return metrics['latency-p50'] ?? quantileEstimate(times, 0.5) ?? single(times[0] ?? 0);
};

/** The declared quality metric is tested with Holm's correction over the candidates; the others inform. */
const qualityDifferences = ({
  quality,
  cases,
  baseline,
  others,
}: CompareInput): ReadonlyMap<string, PairedDifference> => {
  const tests = others.flatMap(({ scorecard }) => {
    const test = pairOutcomes({
      metric: quality,
      cases,
      baseline: baseline.scorecard.results,
      candidate: scorecard.results,
    });
    return test ? [{ id: scorecard.candidateId, test }] : [];
  });
  const adjusted = holm(tests.map(({ test }) => test.p));
  return new Map(tests.map(({ id, test }, index) => [id, toDifference(quality, { ...test, p: adjusted[index] ?? 1 })]));
};

const sideDifferences = (
  { quality, cases, baseline }: CompareInput,
  results: readonly CaseResult[],
): readonly PairedDifference[] =>
  sideMetrics
    .filter((metric) => metric !== quality)
    .flatMap((metric) => {
      const test = pairOutcomes({ metric, cases, baseline: baseline.scorecard.results, candidate: results });
      return test ? [toDifference(metric, test)] : [];
    });

const makeRow = (input: CompareInput, { scorecard, stopped }: Scored, tested: PairedDifference | undefined): Row[] => {
  const quality = scorecard.metrics[input.quality];
  if (quality === undefined) return [];
  const isBaseline = scorecard.candidateId === input.baseline.scorecard.candidateId;
  return [
    {
      candidateId: scorecard.candidateId,
      name: scorecard.candidateName,
      cases: scorecard.results.length,
      quality,
      latencyMs: latencyOf(scorecard),
      usdPerAnswer: scorecard.metrics['cost-per-answer']?.value ?? 0,
      differences: isBaseline ? [] : [...(tested ? [tested] : []), ...sideDifferences(input, scorecard.results)],
      onFrontier: false,
      ...(stopped !== undefined && { stopped }),
    },
  ];
};

const markFrontier = (rows: readonly Row[]): Row[] => {
  const merits = rows
    .filter(({ stopped }) => stopped === undefined)
    .map(({ candidateId, quality, latencyMs, usdPerAnswer }) => ({
      candidateId,
      quality: quality.value,
      latencyMs: latencyMs.value,
      usdPerAnswer,
    }));
  const frontier = new Set([...paretoFrontier(merits)].map(({ candidateId }) => candidateId));
  return rows.map((row) => ({ ...row, onFrontier: frontier.has(row.candidateId) }));
};

const missingRows = (
  scored: readonly Scored[],
  rows: readonly Row[],
  quality: string,
): NonNullable<Comparison['notCompared']> =>
  scored
    .filter(({ scorecard }) => !rows.some(({ candidateId }) => candidateId === scorecard.candidateId))
    .map(({ scorecard, stopped }) => ({
      candidateId: scorecard.candidateId,
      name: scorecard.candidateName,
      because: stopped ?? `${quality} could not be measured on any question`,
    }));

/** Compares all candidates with the baseline on the questions they share, and chooses. */
export const compareCandidates = (input: CompareInput): Comparison => {
  const { quality, baseline, others, assessment } = input;
  const tests = qualityDifferences(input);
  const all = [baseline, ...others];
  const rows = markFrontier(all.flatMap((scored) => makeRow(input, scored, tests.get(scored.scorecard.candidateId))));
  const baselineId = baseline.scorecard.candidateId;
  const { champion, because } = chooseChampion({ rows, baseline: baselineId, quality });
  return {
    baseline: baselineId,
    quality,
    rows,
    champion,
    because,
    notCompared: missingRows(all, rows, quality),
    estimateCheck: assessment ? checkEstimates(assessment, { rows, champion }) : [],
  };
};
