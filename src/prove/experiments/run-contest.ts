import type { StoredRecord } from '#kernel';
import type { Candidate } from '#build/strategy/contract';
import { medianMs, secondsOf } from './answering-time.ts';
import { askUntil, enter, type Contest, type Contestant } from './contestant.ts';
import { pairOutcomes } from './paired-outcomes.ts';

const spent = (contest: Contest, contestants: readonly Contestant[]): number =>
  secondsOf(
    contestants.flatMap(({ results }) => results),
    contest.config.concurrency,
  );

const bySpeed = (left: Contestant, right: Contestant): number => medianMs(left.results) - medianMs(right.results);

const replace = (contestants: readonly Contestant[], changed: Contestant): readonly Contestant[] =>
  contestants.map((contestant) => (contestant.record.hash === changed.record.hash ? changed : contestant));

/** A candidate that needs no more than this always finishes, whatever the slow ones have used up. */
const alwaysSeconds = 10;

interface Round {
  readonly until: number;
  /** Why a candidate need not be asked at all in this round. */
  readonly stopsBefore: (contestant: Contestant, seconds: number) => string | undefined;
}

/** Lets the candidates answer one after the other, fastest first; what one leaves of its share goes to the others. */
const playRound = async (
  contest: Contest,
  contestants: readonly Contestant[],
  round: Round,
): Promise<readonly Contestant[]> => {
  const queue = contestants.filter(({ stopped }) => stopped === undefined).toSorted(bySpeed);
  let all = contestants;
  for (const [index, contestant] of queue.entries()) {
    const seconds = (contest.config.budgetSeconds - spent(contest, all)) / (queue.length - index);
    const stopped = round.stopsBefore(contestant, seconds);
    all = replace(
      all,
      stopped === undefined
        ? await askUntil(contest, contestant, { until: round.until, seconds: Math.max(seconds, alwaysSeconds) })
        : { ...contestant, stopped },
    );
  }
  return all;
};

const percent = (share: number): string => (share * 100).toFixed(1);

const clearlyWorse = (
  { config, cases }: Contest,
  baseline: Contestant,
  { results }: Contestant,
): string | undefined => {
  const test = pairOutcomes({ metric: config.quality, cases, baseline: baseline.results, candidate: results });
  if (test === undefined || test.difference.high >= 0) return undefined;
  const { value, low, high, level } = test.difference;
  return `clearly worse on the ${results.length} screening questions: ${config.quality} ${percent(value)} points from the baseline (${percent(low)} to ${percent(high)}, ${Math.round(level * 100)} % interval)`;
};

const wouldNotFinish = ({ cases, config }: Contest, { results }: Contestant, seconds: number): string | undefined => {
  const open = cases.length - results.length;
  const needed = (secondsOf(results, config.concurrency) / Math.max(1, results.length)) * open;
  return needed > Math.max(seconds, alwaysSeconds)
    ? `its other ${open} questions would take about ${Math.ceil(needed)} s, and its share of the time budget (budgetSeconds) is ${Math.max(0, Math.floor(seconds))} s`
    : undefined;
};

export interface ContestResult {
  readonly baseline: Contestant;
  readonly others: readonly Contestant[];
}

/**
 * The baseline answers every question; every other candidate the same first ones; then only those go on that are not
 * clearly worse, not too slow and would finish in time.
 */
export const runContest = async (
  contest: Contest,
  baselineRecord: StoredRecord<Candidate>,
  records: readonly StoredRecord<Candidate>[],
): Promise<ContestResult> => {
  const { cases, config } = contest;
  const unlimited = { ...contest, config: { ...config, maximumAnswerMs: Number.MAX_VALUE } };
  const entered = await enter(contest, baselineRecord);
  const baseline = await askUntil(unlimited, entered, { until: cases.length, seconds: Number.MAX_VALUE });
  let others: readonly Contestant[] = [];
  for (const record of records) others = [...others, await enter(contest, record)];
  const anyone = (): undefined => undefined;
  others = await playRound(contest, others, { until: Math.min(1, cases.length), stopsBefore: anyone });
  others = await playRound(contest, others, { until: Math.min(config.screen, cases.length), stopsBefore: anyone });
  others = await playRound(contest, others, {
    until: cases.length,
    stopsBefore: (contestant, seconds) =>
      clearlyWorse(contest, baseline, contestant) ?? wouldNotFinish(contest, contestant, seconds),
  });
  return { baseline, others };
};
