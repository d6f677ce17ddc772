import type { StoredRecord } from '#kernel';
import type { Application, CompileDep } from '#build/strategy';
import type { Candidate } from '#build/strategy/contract';
import { answerCases, type AnswerCasesDeps, type DevelopmentCase } from '#prove/evaluate';
import type { CaseResult } from '#prove/evaluate/contract';
import { medianMs, secondsOf } from './answering-time.ts';
import type { ExperimentsConfig } from './contract.ts';

/** A candidate in the comparison: what it has answered so far, and why it stopped, if it did. */
export interface Contestant {
  readonly record: StoredRecord<Candidate>;
  readonly application: Application | undefined;
  readonly results: readonly CaseResult[];
  readonly stopped: string | undefined;
}

export type ContestDeps = CompileDep & AnswerCasesDeps;

/** What every step of the comparison needs. */
export interface Contest {
  readonly deps: ContestDeps;
  readonly config: ExperimentsConfig;
  /** All development questions, in the order they are asked. */
  readonly cases: readonly DevelopmentCase[];
  readonly signal: AbortSignal;
}

/** Compiles a candidate; one that cannot be compiled is out from the start. */
export const enter = async ({ deps }: Contest, record: StoredRecord<Candidate>): Promise<Contestant> => {
  const compiled = await deps.compile(record.body);
  return compiled.ok
    ? { record, application: compiled.value, results: [], stopped: undefined }
    : {
        record,
        application: undefined,
        results: [],
        stopped: `could not be compiled: ${compiled.error.code}: ${compiled.error.what}`,
      };
};

/** Progress counts the candidate's questions, however small the step. */
const withTotal = ({ deps, cases }: Contest, before: number): ContestDeps => ({
  ...deps,
  progress: (event) => deps.progress({ ...event, done: before + (event.done ?? 0), total: cases.length }),
});

const ask = async (contest: Contest, contestant: Contestant, count: number): Promise<Contestant> => {
  const { application, results } = contestant;
  if (application === undefined) return contestant;
  const cases = contest.cases.slice(results.length, results.length + count);
  const { concurrency } = contest.config;
  const deps = withTotal(contest, results.length);
  const more = await answerCases(deps, {
    application,
    cases,
    stage: 'experiments',
    signal: contest.signal,
    concurrency,
  });
  return { ...contestant, results: [...results, ...more] };
};

const minimumForVerdict = 3;

const tooSlow = ({ results }: Contestant, { maximumAnswerMs }: ExperimentsConfig): string | undefined => {
  const median = medianMs(results);
  return results.length >= minimumForVerdict && median > maximumAnswerMs
    ? `half of its answers took longer than ${Math.round(median)} ms; at most ${maximumAnswerMs} ms are allowed (maximumAnswerMs)`
    : undefined;
};

const onlyFaults = ({ results }: Contestant): string | undefined => {
  const [first] = results;
  return results.length >= minimumForVerdict && results.every(({ fault }) => fault !== undefined)
    ? `its first ${results.length} questions all ended in ${first?.fault}`
    : undefined;
};

const outOfTime = ({ results }: Contestant, left: number): string | undefined =>
  left <= 0 ? `its share of the time budget (budgetSeconds) was used up after ${results.length} questions` : undefined;

/**
 * Asks on, step by step, until `until` questions are answered, or the candidate is too slow, answers nothing, or has
 * spent `seconds` more.
 */
export const askUntil = async (
  contest: Contest,
  start: Contestant,
  { until, seconds }: { readonly until: number; readonly seconds: number },
): Promise<Contestant> => {
  const { config } = contest;
  let current = start;
  while (current.stopped === undefined && current.results.length < until) {
    const left = seconds - secondsOf(current.results.slice(start.results.length), config.concurrency);
    const stopped = outOfTime(current, left);
    if (stopped !== undefined) return { ...current, stopped };
    current = await ask(contest, current, Math.min(config.concurrency, until - current.results.length));
    current = { ...current, stopped: tooSlow(current, config) ?? onlyFaults(current) };
  }
  return current;
};
