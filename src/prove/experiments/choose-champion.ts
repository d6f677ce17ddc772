import { nonInferiority } from '#kernel/statistics';
import { formatValue } from '#prove/evaluate';
import type { Comparison, PairedDifference } from './contract.ts';

type Row = Comparison['rows'][number];

export interface Champion {
  readonly champion: string;
  /** The choice in words. */
  readonly because: string;
}

/** The loss of quality, as a share, that a cheaper candidate may have at the very most. */
const acceptedLoss = 0.02;

const qualityOf = ({ differences }: Row, quality: string): PairedDifference | undefined =>
  differences.find(({ metric }) => metric === quality);

const byMerit = (left: Row, right: Row): number =>
  right.quality.value - left.quality.value ||
  left.latencyMs.value - right.latencyMs.value ||
  left.usdPerAnswer - right.usdPerAnswer;

const points = (share: number): string => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)}`;

const describe = ({ difference, p }: PairedDifference): string =>
  `${points(difference.value)} points (${points(difference.low)} to ${points(difference.high)}, ${Math.round(difference.level * 100)} % interval, ${difference.n} independent questions, p ${p.toFixed(3)} after Holm)`;

const isCheaper = (row: Row, baseline: Row): boolean =>
  row.usdPerAnswer <= baseline.usdPerAnswer &&
  row.latencyMs.value <= baseline.latencyMs.value &&
  (row.usdPerAnswer < baseline.usdPerAnswer || row.latencyMs.high < baseline.latencyMs.low);

const bestOf = (rows: readonly Row[]): Row | undefined => rows.toSorted(byMerit)[0];

const isNotWorse = (row: Row, quality: string): boolean => {
  const test = qualityOf(row, quality);
  return (
    test !== undefined && ['better', 'not-worse'].includes(nonInferiority(test.difference, { margin: acceptedLoss }))
  );
};

const keepBaseline = (baseline: Row, rivals: readonly Row[], quality: string): Champion => {
  const rival = bestOf(rivals);
  const test = rival && qualityOf(rival, quality);
  const tail =
    rival && test
      ? ` Next is ${rival.name} with ${describe(test)}, which these questions do not show to be better.`
      : ' No other candidate answered all questions.';
  return {
    champion: baseline.candidateId,
    because: `The baseline ${baseline.name} stays: no candidate on the frontier is shown to be better.${tail}`,
  };
};

/**
 * The best candidate on the frontier that is shown to be better than the baseline; else one that is shown to be not
 * worse and is cheaper or faster; else the baseline, since overlapping intervals are no reason to change.
 */
export const chooseChampion = ({
  rows,
  baseline: baselineId,
  quality,
}: Pick<Comparison, 'rows' | 'baseline' | 'quality'>): Champion => {
  const baseline = rows.find(({ candidateId }) => candidateId === baselineId);
  if (baseline === undefined) {
    return {
      champion: baselineId,
      because: `The baseline stays: ${quality} could not be measured, so nothing can be shown to be better.`,
    };
  }
  const rivals = rows.filter((row) => row !== baseline && row.stopped === undefined && row.onFrontier);
  const better = bestOf(rivals.filter((row) => qualityOf(row, quality)?.verdict === 'better'));
  const betterTest = better && qualityOf(better, quality);
  if (better && betterTest) {
    const value = formatValue(quality, better.quality.value);
    return {
      champion: better.candidateId,
      because: `${better.name} has the best ${quality} (${value}) of those shown to be better than the baseline ${baseline.name}: ${describe(betterTest)}.`,
    };
  }
  const cheaper = bestOf(rivals.filter((row) => isCheaper(row, baseline) && isNotWorse(row, quality)));
  const cheaperTest = cheaper && qualityOf(cheaper, quality);
  if (cheaper && cheaperTest) {
    return {
      champion: cheaper.candidateId,
      because: `${cheaper.name} is faster or cheaper than the baseline ${baseline.name} and is shown to lose less than ${acceptedLoss * 100} points: ${describe(cheaperTest)}.`,
    };
  }
  return keepBaseline(baseline, rivals, quality);
};
