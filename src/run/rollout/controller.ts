import { isFaultError, type ClockDep, type LogDep, type PointersDep, type RecordsDep } from '#kernel';
import type { RolloutConfig } from './contract.ts';
import type { EvidenceDeps } from './evidence.ts';
import type { Judgement } from './judge-rollout.ts';
import { promote, rollBack } from './orders.ts';
import { readState } from './rollout-state.ts';
import { judgeStored, candidateOf } from './view-rollout.ts';

export type ControllerDeps = ClockDep &
  LogDep &
  PointersDep &
  RecordsDep &
  EvidenceDeps & {
    /** Called after each decision, so that the serving process follows at once. */
    readonly decided: () => Promise<void>;
  };

export interface RolloutController {
  /** Looks once and acts on a verdict; undefined when no rollout runs. */
  readonly tick: () => Promise<Judgement | undefined>;
  /** Ticks about every `everyMs` until stopped. */
  readonly start: (everyMs?: number) => () => void;
}

const actor = 'rollout controller';

const act = async (
  deps: ControllerDeps,
  { verdict, because }: Judgement,
  canary: { readonly rolloutId: string; readonly release: string; readonly simulated: boolean },
): Promise<void> => {
  const order = { actor, reason: because };
  const { rolloutId: expectedRollout, release, simulated } = canary;
  if (verdict === 'fail') {
    await rollBack(deps, order, { expectedRollout, reject: await candidateOf(deps, release) });
  } else if (simulated) {
    await rollBack(deps, { actor, reason: `A simulated canary is never promoted. ${because}` }, { expectedRollout });
  } else {
    await promote(deps, order, expectedRollout);
  }
  await deps.decided();
};

/**
 * Decides rollouts by evidence: promotes on pass, rolls back on fail, and otherwise waits. Several processes may run
 * one: each decision is a compare-and-set, so it is made once. Serving never needs it.
 */
export const createRolloutController = (deps: ControllerDeps, config: RolloutConfig): RolloutController => {
  const tick = async (): Promise<Judgement | undefined> => {
    const { canary } = (await readState(deps)).state;
    if (canary === undefined) return undefined;
    const judged = await judgeStored(deps, { ...canary, canary: canary.release }, config);
    if (judged.verdict !== 'continue') await act(deps, judged, canary);
    return judged;
  };

  const tickSafely = async (): Promise<void> => {
    try {
      await tick();
    } catch (thrown) {
      const why = isFaultError(thrown) ? thrown.fault.what : String(thrown);
      deps.log('warn', 'the rollout could not be judged, it goes on unchanged', { why });
    }
  };

  return {
    tick,
    start: (everyMs = 1000) => {
      let stopped = false;
      let timer: NodeJS.Timeout | undefined;
      const loop = async (): Promise<void> => {
        const began = deps.clock.monotonic();
        await tickSafely();
        // A long rollout has much to read: looking never takes more than a sixth of the time.
        const pauseMs = Math.max(everyMs, 5 * (deps.clock.monotonic() - began));
        if (!stopped) timer = setTimeout(() => void loop(), pauseMs).unref();
      };
      void loop();
      return () => {
        stopped = true;
        clearTimeout(timer);
      };
    },
  };
};
