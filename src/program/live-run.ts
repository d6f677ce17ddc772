import type { EventHub } from './event-hub.ts';
import type { LiveProgress } from './lifecycle-state.ts';
import type { LiveRun } from './describe-lifecycle.ts';
import type { Program } from './open-program.ts';
import type { RunEvent } from './run-events.ts';
import { runProgram } from './run-program.ts';

/** Runs that go on inside the server, one at a time, told to everybody who listens. */
export interface LiveRunner {
  readonly state: () => LiveRun;
  /** False when a run goes on already. */
  readonly start: (stages: readonly string[]) => boolean;
  /** Resolves when no run goes on. */
  readonly idle: () => Promise<void>;
}

const publish = (hub: EventHub, event: RunEvent): void => {
  if (event.type !== 'stage-end') return hub.emit(event);
  const { status, seconds, records, fault } = event.report;
  hub.emit({
    type: 'stage-end',
    stage: event.stage,
    status,
    seconds,
    records,
    ...(fault === undefined ? {} : { fault: fault.code }),
  });
};

export const createLiveRunner = (program: Program, hub: EventHub, show: (event: RunEvent) => void): LiveRunner => {
  let live: LiveProgress | undefined;
  let running: { readonly runId: string; readonly startedAt: string } | undefined;
  let current: Promise<void> | undefined;
  const follow = (event: RunEvent): void => {
    if (event.type === 'run-start')
      running = { runId: event.runId, startedAt: new Date(program.clock.now()).toISOString() };
    if (event.type === 'stage-progress') live = event;
    if (event.type === 'stage-end' || event.type === 'run-end') live = undefined;
    publish(hub, event);
    show(event);
  };
  const work = async (stages: readonly string[]): Promise<void> => {
    try {
      const ran = await runProgram(program, { asked: stages, emit: follow });
      if (!ran.ok) program.log('warn', ran.error.what, { code: ran.error.code });
      await program.refreshRouting();
      hub.emit({ type: 'rollout-change' });
    } catch (thrown) {
      program.log('error', 'the run ended with an error', {
        message: thrown instanceof Error ? thrown.message : String(thrown),
      });
    } finally {
      running = undefined;
      live = undefined;
      current = undefined;
    }
  };
  return {
    state: () => ({ running, live }),
    start: (stages) => {
      if (current !== undefined) return false;
      current = work(stages);
      return true;
    },
    idle: async () => {
      await current;
    },
  };
};
