import { join } from 'node:path';
import { err, ok, type Fault, type Result } from '#kernel';
import { readinessReportSchema } from '#prove/readiness/contract';
import { rolloutStateSchema } from '#run/rollout/contract';
import { tryLock } from '#platform/process';
import { stages } from '../lifecycle.ts';
import { codeVersion } from './code-version.ts';
import { programFaults } from './errors.ts';
import { firstAnswerProject } from './first-answer.ts';
import type { Program } from './open-program.ts';
import type { RunEvent, RunReport } from './run-events.ts';
import { inspectStage, runStages } from './run-stages.ts';

export interface RunOutcome {
  readonly report: RunReport;
  /** Id of the release that is served now. */
  readonly release: string | undefined;
  readonly failedGates: readonly string[];
  /** Blocking gates that nobody could judge, for instance because no question was reviewed. */
  readonly unknownGates: readonly string[];
}

export interface RunOptions {
  readonly asked: readonly string[];
  readonly emit: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
}

/** The release that `/v1` serves now. */
export const activeRelease = async ({ pointers }: Pick<Program, 'pointers'>): Promise<string | undefined> =>
  rolloutStateSchema.safeParse((await pointers.get('rollout/state'))?.value).data?.active;

const passOver = (
  program: Program,
  project: Program['loaded']['project'],
  { asked, emit, signal }: RunOptions,
): Promise<RunReport> =>
  runStages(program, {
    stages,
    project,
    root: program.loaded.root,
    asked,
    codeVersion,
    emit,
    signal: signal ?? program.signal,
    // The records of a stage are stored after it returns; the routing is refreshed when the pass is over.
    depsFor: (progress): Program => ({ ...program, progress, decided: () => Promise.resolve() }),
  });

/** A stage that the first pass ran and the second left alone has run. */
const joinReports = (first: RunReport, second: RunReport): RunReport => ({
  ...second,
  stages: second.stages.map((report) => {
    const earlier = first.stages.find(({ name }) => name === report.name);
    if (earlier?.status !== 'ran' || report.status !== 'fresh') return report;
    return { ...report, status: 'ran', seconds: earlier.seconds + report.seconds };
  }),
});

/** While nothing is released, whatever changes the evaluation is tried with word search first. */
const needsFirstAnswer = async (program: Program, asked: readonly string[]): Promise<boolean> => {
  const { project, root } = program.loaded;
  const evaluate = stages.find(({ name }) => name === 'evaluate');
  if (asked.length > 0 || evaluate === undefined || (await activeRelease(program)) !== undefined) return false;
  return (await inspectStage(program, { stages, project, root, codeVersion }, evaluate)).stale !== undefined;
};

const runPasses = async (program: Program, options: RunOptions): Promise<RunReport> => {
  const { project } = program.loaded;
  if (!(await needsFirstAnswer(program, options.asked))) return passOver(program, project, options);
  const first = await passOver(program, firstAnswerProject(project), options);
  await program.refreshRouting();
  return first.ok ? joinReports(first, await passOver(program, project, options)) : first;
};

/** Runs stages under the run lock of the data directory, so that two runs never do the same work. */
export const runProgram = async (program: Program, options: RunOptions): Promise<Result<RunOutcome, Fault>> => {
  const lock = await tryLock(join(program.dataDirectory, 'run.lock'));
  if (!lock.ok) return err(programFaults.fault('RUN_IN_PROGRESS', { pid: lock.error.pid, since: lock.error.since }));
  try {
    const report = await runPasses(program, options);
    const [readiness] = await program.records.list({ type: 'readiness/report', current: true, limit: 1 });
    const { failedGates = [], unknownGates = [] } = readinessReportSchema.safeParse(readiness?.body).data ?? {};
    return ok({ report, release: await activeRelease(program), failedGates, unknownGates });
  } finally {
    await lock.value.release();
  }
};
