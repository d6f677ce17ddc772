import type { ZodType } from 'zod';
import { err, ok, type ClockDep, type Fault, type LogDep, type PointersDep, type RecordsDep, type Result, type StoredRecord } from '#kernel';
import type { Application, CompileDep } from '#build/strategy';
import { candidateSchema } from '#build/strategy/contract';
import { optimisationSchema } from '#prove/optimise/contract';
import { readinessReportSchema } from '#prove/readiness/contract';
import { allCandidates, type FoundCandidate, type RoutingDep, type Served } from '#run/serve';
import { assignArm } from './assign-arm.ts';
import { releaseSchema, type RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { readState } from './rollout-state.ts';

export type RoutingDeps = PointersDep & RecordsDep & CompileDep & ClockDep & LogDep;

/** Routing held in memory. */
export interface LiveRouting extends RoutingDep {
  /** Reads what has changed. What cannot be read or compiled leaves the last good state in place, and is logged. */
  readonly refresh: () => Promise<void>;
  readonly state: () => RolloutState;
}

interface Live {
  readonly state: RolloutState;
  readonly version: number;
  readonly applicationsByRelease: ReadonlyMap<string, Application>;
}

const loadRelease = async ({ records, compile }: RecordsDep & CompileDep, release: string): Promise<Result<Application, Fault>> => {
  const body = releaseSchema.safeParse((await records.get(release))?.body);
  return body.success ? compile(body.data.candidate) : err(rolloutFaults.fault('ROLLOUT_RELEASE_UNKNOWN', { release }));
};

/** Compiles what the state names; releases that were compiled before are kept as they are. */
const loadLive = async (deps: RoutingDeps, before: Live): Promise<Live> => {
  const { state, version } = await readState(deps);
  if (version === before.version) return before;
  const applicationsByRelease = new Map<string, Application>();
  for (const release of [state.active, state.canary?.release, state.previous]) {
    if (release === undefined) continue;
    const known = before.applicationsByRelease.get(release);
    const loaded = known === undefined ? await loadRelease(deps, release) : ok(known);
    if (loaded.ok) applicationsByRelease.set(release, loaded.value);
    else deps.log('error', 'a release cannot be loaded', { release, code: loaded.error.code, why: loaded.error.why });
  }
  const { active } = state;
  const isLoaded = active === undefined || applicationsByRelease.has(active);
  // Without its active release the new state is of no use: the last good one goes on, and the next refresh tries again.
  return isLoaded ? { state, version, applicationsByRelease } : before;
};

/** Records whose body fits; one that an older version wrote and that no longer fits is left out. */
const parsed = <Body>(schema: ZodType<Body>, records: readonly StoredRecord[]): readonly StoredRecord<Body>[] =>
  records.flatMap((record) => {
    const body = schema.safeParse(record.body);
    return body.success ? [{ ...record, body: body.data }] : [];
  });

interface Previews {
  readonly at: number;
  readonly candidates: readonly FoundCandidate[];
  /** What `preview` stands for: the candidate readiness judged last, else the newest. */
  readonly preferred: FoundCandidate | undefined;
}

const loadPreviews = async ({ records, clock }: RecordsDep & ClockDep): Promise<Previews> => {
  const list = async <Body>(type: string, schema: ZodType<Body>): Promise<readonly StoredRecord<Body>[]> =>
    parsed(schema, await records.list({ type, current: true }));
  const [candidates, optimisations, [report]] = await Promise.all([
    list('strategy/candidate', candidateSchema),
    list('optimise/result', optimisationSchema),
    list('readiness/report', readinessReportSchema),
  ]);
  const found = allCandidates({ candidates, optimisations });
  return { at: clock.now(), candidates: found, preferred: found.find(({ candidate }) => candidate.id === report?.body.candidateId) ?? found[0] };
};

const freshMs = 2000;
const nothing: Live = { state: { rejected: [] }, version: -1, applicationsByRelease: new Map() };

const assign = ({ state, applicationsByRelease }: Live, conversation: string): Served | undefined => {
  const { active, canary } = state;
  const control = active === undefined ? undefined : applicationsByRelease.get(active);
  if (control === undefined || active === undefined) return undefined;
  const canaryApplication = canary === undefined ? undefined : applicationsByRelease.get(canary.release);
  if (canary === undefined || canaryApplication === undefined) return { application: control, arm: 'control', release: active, rollout: undefined };
  const { arm, propensity } = assignArm(canary.rolloutId, canary.share, conversation);
  const rollout = { id: canary.rolloutId, propensity };
  return arm === 'canary' ? { application: canaryApplication, arm, release: canary.release, rollout } : { application: control, arm, release: active, rollout };
};

/** Keeps what `/v1` serves in memory. Nothing is loaded before the first `refresh`. */
export const createRouting = (deps: RoutingDeps): LiveRouting => {
  let live = nothing;
  let previews: Previews | undefined;
  let running: Promise<void> | undefined;
  let queued: Promise<void> | undefined;

  const readPreviews = async (): Promise<Previews> => {
    if (previews !== undefined && deps.clock.now() - previews.at < freshMs) return previews;
    previews = await loadPreviews(deps);
    return previews;
  };

  const load = async (): Promise<void> => {
    try {
      live = await loadLive(deps, live);
      await readPreviews();
    } catch (thrown) {
      deps.log('warn', 'the release could not be read, the last one goes on', { why: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  };

  const preview = async (model: string): Promise<Result<Served, Fault> | undefined> => {
    const { candidates, preferred } = await readPreviews();
    const found = model === 'preview' ? preferred : candidates.find(({ candidate: { id, strategy } }) => id === model || strategy.name === model);
    if (found === undefined) return undefined;
    const application = await deps.compile(found.candidate);
    return application.ok ? ok({ application: application.value, arm: 'preview', release: undefined, rollout: undefined }) : application;
  };

  const models = () => {
    const created = Math.floor(deps.clock.now() / 1000);
    const candidates = (previews?.candidates ?? []).map(({ candidate }) => ({ id: candidate.strategy.name, created, says: `A candidate as a preview, not released. ${candidate.strategy.description}`.trim() }));
    const served = live.state.active === undefined ? [] : [{ id: 'throughline', created, says: 'The active release.' }];
    return [...served, ...(candidates.length > 0 ? [{ id: 'preview', created, says: 'The candidate that is nearest to a release, not released.' }] : []), ...candidates];
  };

  return {
    routing: { assign: (conversation) => assign(live, conversation), preview, models },
    state: () => live.state,
    refresh: () => {
      // One that has begun may have read too early for this caller, so the next one is waited for.
      const start = (): Promise<void> => {
        queued = undefined;
        running = load().finally(() => {
          running = undefined;
        });
        return running;
      };
      if (running === undefined) return start();
      queued ??= running.then(start);
      return queued;
    },
  };
};
