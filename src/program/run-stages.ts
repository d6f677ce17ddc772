import {
  err,
  isFaultError,
  type ClockDep,
  type Fault,
  type FilesDep,
  type IdDep,
  type ProgressEvent,
  type RecordDraft,
  type RecordsDep,
  type Result,
  type RunsDep,
  type StageRunsDep,
  type StoredRecord,
} from '#kernel';
import type { Project } from '../project.ts';
import { programFaults } from './errors.ts';
import { fingerprintOf, whyStale } from './fingerprint.ts';
import type { MountedStage } from './mounted-stage.ts';
import { planRun } from './plan-run.ts';
import type { RunEvent, RunReport, StageReport } from './run-events.ts';
import { timeLeft } from './time-left.ts';

export type EngineDeps = ClockDep & IdDep & FilesDep & RecordsDep & StageRunsDep & RunsDep;

export interface RunRequest<Deps> {
  readonly stages: readonly MountedStage<Deps>[];
  readonly project: Project;
  readonly root: string;
  readonly asked: readonly string[];
  readonly codeVersion: (stage: MountedStage<Deps>['name']) => string;
  readonly emit: (event: RunEvent) => void;
  readonly signal: AbortSignal;
  /** Adds the progress reporter of the running stage to the dependencies. */
  readonly depsFor: (progress: (event: ProgressEvent) => void) => Deps;
}

/** Why the stage is stale, and the fingerprint to store when it has run. */
export const inspectStage = async <Deps>(
  deps: EngineDeps & Deps,
  request: Pick<RunRequest<Deps>, 'stages' | 'project' | 'root' | 'codeVersion'>,
  stage: MountedStage<Deps>,
): Promise<{ readonly fingerprint: string; readonly stale: string | undefined; readonly records: number }> => {
  const current =
    stage.reads.length === 0 ? new Map<string, readonly string[]>() : await deps.stageRuns.currentHashes();
  const fingerprint = fingerprintOf({
    code: request.codeVersion(stage.name),
    config: stage.slice(request.project),
    ...Object.fromEntries(stage.reads.map((type) => [type, (current.get(type) ?? []).toSorted()])),
    ...(await stage.watch(deps, request.project, request.root)),
  });
  const latest = await deps.stageRuns.latest(stage.name);
  const stale = whyStale(latest?.fingerprint, fingerprint, stage.reads);
  return { fingerprint, stale, records: latest?.recordHashes.length ?? 0 };
};

const crashed = (stage: string, thrown: unknown): Fault => {
  if (isFaultError(thrown)) return thrown.fault;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const stack = thrown instanceof Error ? (thrown.stack ?? '').split('\n').slice(0, 6).join(' | ') : '';
  return programFaults.fault('RUN_STAGE_CRASHED', { stage, message, stack });
};

const readInputs = async (
  deps: RecordsDep,
  types: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredRecord[]>> =>
  new Map(
    await Promise.all(
      types.map(async (type) => [type, await deps.records.list({ type, current: true, limit: 10_000 })] as const),
    ),
  );

const execute = async <Deps>(
  deps: EngineDeps & Deps,
  request: RunRequest<Deps>,
  { stage, runId }: { readonly stage: MountedStage<Deps>; readonly runId: string },
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const inputs = await readInputs(deps, stage.reads);
  const estimate = timeLeft(deps);
  const progress = (event: ProgressEvent): void =>
    request.emit({ type: 'stage-progress', ...event, ...estimate(event) });
  // The type of a body is the writer's promise: it was parsed when the record was made.
  const read = <Body>(type: string): readonly StoredRecord<Body>[] =>
    (inputs.get(type) ?? []) as readonly StoredRecord<Body>[];
  try {
    return await stage.run(request.depsFor(progress), request.project, { runId, signal: request.signal, read });
  } catch (thrown) {
    if (request.signal.aborted) return err(programFaults.fault('RUN_STOPPED', { stage: stage.name }));
    return err(crashed(stage.name, thrown));
  }
};

const runOne = async <Deps>(
  deps: EngineDeps & Deps,
  request: RunRequest<Deps>,
  { stage, runId }: { readonly stage: MountedStage<Deps>; readonly runId: string },
): Promise<StageReport> => {
  const started = deps.clock.monotonic();
  const { fingerprint, stale, records } = await inspectStage(deps, request, stage);
  const seconds = (): number => (deps.clock.monotonic() - started) / 1000;
  if (stale === undefined)
    return { name: stage.name, status: 'fresh', seconds: seconds(), records, reason: 'nothing changed' };
  request.emit({ type: 'stage-start', stage: stage.name, reason: stale });
  await deps.stageRuns.begin({ runId, stage: stage.name, fingerprint, reason: stale });
  const result = await execute(deps, request, { stage, runId });
  if (!result.ok) {
    await deps.stageRuns.fail({ runId, stage: stage.name, fault: result.error });
    return { name: stage.name, status: 'failed', seconds: seconds(), records: 0, reason: stale, fault: result.error };
  }
  const stored = await deps.stageRuns.finish({ runId, stage: stage.name, drafts: result.value });
  return { name: stage.name, status: 'ran', seconds: seconds(), records: stored.length, reason: stale };
};

const runGuarded = async <Deps>(
  deps: EngineDeps & Deps,
  request: RunRequest<Deps>,
  one: { readonly stage: MountedStage<Deps>; readonly runId: string },
): Promise<StageReport> => {
  try {
    return await runOne(deps, request, one);
  } catch (thrown) {
    return {
      name: one.stage.name,
      status: 'failed',
      seconds: 0,
      records: 0,
      reason: '',
      fault: crashed(one.stage.name, thrown),
    };
  }
};

/** Brings the asked stages up to date, in lifecycle order; after a failure the rest is skipped. */
export const runStages = async <Deps>(deps: EngineDeps & Deps, request: RunRequest<Deps>): Promise<RunReport> => {
  const runId = deps.ids.uuid();
  await deps.runs.begin({ id: runId, details: { asked: request.asked } });
  request.emit({ type: 'run-start', runId });
  const reports: StageReport[] = [];
  for (const stage of planRun(request.stages, request.asked)) {
    const broken = reports.find(({ status }) => status === 'failed');
    const report: StageReport =
      broken !== undefined || request.signal.aborted
        ? {
            name: stage.name,
            status: 'skipped',
            seconds: 0,
            records: 0,
            reason: broken ? `${broken.name} failed` : 'stopped',
          }
        : await runGuarded(deps, request, { stage, runId });
    reports.push(report);
    request.emit({ type: 'stage-end', stage: stage.name, report });
  }
  const succeeded = reports.every(({ status }) => status === 'fresh' || status === 'ran');
  await deps.runs.finish({ id: runId, status: succeeded ? 'done' : 'failed' });
  request.emit({ type: 'run-end', runId, ok: succeeded });
  return { runId, ok: succeeded, stages: reports };
};
