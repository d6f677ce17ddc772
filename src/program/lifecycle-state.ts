import type { RunsDep, StageRun, StageRunsDep } from '#kernel';
import type { StageState } from './contract.ts';
import type { MountedStage } from './mounted-stage.ts';
import { inspectStage, type EngineDeps, type RunRequest } from './run-stages.ts';
import { stageHeadline } from './stage-headline.ts';

/** What the server knows of the run that goes on inside it. */
export interface LiveProgress {
  readonly stage: string;
  readonly message: string;
  readonly done?: number;
  readonly total?: number;
  readonly secondsLeft?: number;
}

const seconds = (run: StageRun): number =>
  run.endedAt === undefined ? 0 : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;

interface Seen {
  readonly newest: StageRun | undefined;
  readonly done: StageRun | undefined;
  readonly stale: string | undefined;
  readonly running: boolean;
}

const statusOf = ({ newest, done, stale, running }: Seen): Pick<StageState, 'status' | 'reason'> => {
  if (running && newest?.status === 'running') return { status: 'running', reason: newest.reason };
  if (newest?.status === 'failed') return { status: 'failed', reason: newest.fault?.what ?? 'it failed' };
  if (done === undefined) return { status: 'never', reason: 'it never ran' };
  return stale === undefined ? { status: 'fresh', reason: 'nothing changed' } : { status: 'stale', reason: stale };
};

/** The state of one stage for the map, the status command and the stage page. */
export const stageState = async <Deps>(
  deps: EngineDeps & StageRunsDep & RunsDep & Deps,
  request: Pick<RunRequest<Deps>, 'stages' | 'project' | 'root' | 'codeVersion'> & {
    readonly live: LiveProgress | undefined;
    readonly running: boolean;
  },
  stage: MountedStage<Deps>,
): Promise<StageState> => {
  const newest = (await deps.stageRuns.all()).find((run) => run.stage === stage.name);
  const done = await deps.stageRuns.latest(stage.name);
  const { stale } = await inspectStage(deps, request, stage);
  const progress = request.live?.stage === stage.name ? { ...request.live } : undefined;
  const fault = newest?.status === 'failed' ? newest.fault : undefined;
  return {
    name: stage.name,
    phase: stage.phase,
    question: stage.question,
    reads: [...stage.reads],
    writes: [...stage.writes],
    ...statusOf({ newest, done, stale, running: request.running }),
    ...(progress === undefined ? {} : { progress }),
    ...(done === undefined
      ? {}
      : { lastRun: { at: done.startedAt, seconds: seconds(done), records: done.recordHashes.length } }),
    ...(fault === undefined
      ? {}
      : { fault: { code: fault.code, what: fault.what, why: fault.why, remedy: fault.remedy } }),
    headline: await stageHeadline(deps, done),
  };
};
