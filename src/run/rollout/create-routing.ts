import {
  err,
  ok,
  type ClockDep,
  type Fault,
  type LogDep,
  type PointersDep,
  type RecordsDep,
  type Result,
} from '#kernel';
import type { Application, CompileDep } from '#build/strategy';
import type { RoutingDep, Served, ServedModel } from '#run/serve';
import { assignArm } from './assign-arm.ts';
import { releaseSchema, type RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { createPreviews, type LivePreviews } from './live-previews.ts';
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

const loadRelease = async (
  { records, compile }: RecordsDep & CompileDep,
  release: string,
): Promise<Result<Application, Fault>> => {
  const body = releaseSchema.safeParse((await records.get(release))?.body);
  return body.success ? compile(body.data.candidate) : err(rolloutFaults.fault('ROLLOUT_RELEASE_LOST', { release }));
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
  // Without its active release the new state is of no use: the last good one goes on, and the next refresh tries again.
  return active === undefined || applicationsByRelease.has(active) ? { state, version, applicationsByRelease } : before;
};

const nothing: Live = { state: { rejected: [] }, version: -1, applicationsByRelease: new Map() };

const assign = ({ state, applicationsByRelease }: Live, conversation: string): Served | undefined => {
  const { active, canary } = state;
  const control = active === undefined ? undefined : applicationsByRelease.get(active);
  if (control === undefined || active === undefined) return undefined;
  const other = canary === undefined ? undefined : applicationsByRelease.get(canary.release);
  const alone: Served = { application: control, arm: 'control', release: active, rollout: undefined };
  if (canary === undefined || other === undefined) return alone;
  const { arm, propensity } = assignArm(canary.rolloutId, canary.share, conversation);
  const rollout = { id: canary.rolloutId, propensity };
  return arm === 'canary' ? { application: other, arm, release: canary.release, rollout } : { ...alone, rollout };
};

const modelsOf = ({ state }: Live, previews: LivePreviews, now: number): readonly ServedModel[] => {
  const created = Math.floor(now / 1000);
  const candidates = previews.candidates().map(({ candidate: { strategy } }) => ({
    id: strategy.name,
    created,
    says: `A candidate as a preview, not released. ${strategy.description}`.trim(),
  }));
  const preview = { id: 'preview', created, says: 'The candidate that is nearest to a release, not released.' };
  return [
    ...(state.active === undefined ? [] : [{ id: 'throughline', created, says: 'The active release.' }]),
    ...(candidates.length > 0 ? [preview] : []),
    ...candidates,
  ];
};

/** Runs work one at a time: who asks while it runs gets the next one, since this one may have begun too early. */
const inTurn = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  const start = (): Promise<void> => {
    queued = undefined;
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    queued ??= running.then(start);
    return queued;
  };
};

/** Keeps what `/v1` serves in memory. Nothing is loaded before the first `refresh`. */
export const createRouting = (deps: RoutingDeps): LiveRouting => {
  let live = nothing;
  const previews = createPreviews(deps);
  const load = async (): Promise<void> => {
    try {
      live = await loadLive(deps, live);
      await previews.refresh();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      deps.log('warn', 'the release could not be read, the last one goes on', { why });
    }
  };
  return {
    routing: {
      assign: (conversation) => assign(live, conversation),
      preview: previews.find,
      models: () => modelsOf(live, previews, deps.clock.now()),
    },
    state: () => live.state,
    refresh: inTurn(load),
  };
};
