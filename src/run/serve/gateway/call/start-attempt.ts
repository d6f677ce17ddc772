import { startByteAttempt } from '../forward/byte-attempt.ts';
import type { AttemptInput, RunningAttempt } from '../forward/attempt.ts';
import { startTranslatedAttempt } from '../forward/translated-attempt.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { began } from '../health/target-health.ts';
import type { LiveTarget } from '../plan/target.ts';
import { codecOf } from './fronts.ts';
import type { GatewayCall } from './gateway-call.ts';
import type { Outcome } from './outcome.ts';
import { createSink } from './sink.ts';

/** A try that has ended. */
export interface EndedTry {
  readonly target: LiveTarget;
  readonly outcome: Outcome;
  readonly startedAt: number;
  readonly durationMs: number;
}

export interface StartedTry {
  readonly ended: Promise<EndedTry>;
  readonly abort: () => void;
}

/** A defect of ours must not leave the target with a call that never ends. */
const attempt = (deps: GatewayDeps, input: AttemptInput): RunningAttempt => {
  const { call, target } = input;
  try {
    return target.urls[call.dialect] === undefined
      ? startTranslatedAttempt(deps, input, codecOf(call.dialect))
      : startByteAttempt(deps, input);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    deps.log('error', 'a call could not be made', { target: target.card.id, message });
    return { outcome: Promise.resolve({ kind: 'failed', failure: 'unprepared', message }), abort: () => {} };
  }
};

/** Asks a target: byte by byte when it speaks the client's dialect, by translation when not. */
export const startAttempt = (
  deps: GatewayDeps,
  call: GatewayCall,
  { target, claim }: Pick<AttemptInput, 'target' | 'claim'>,
): StartedTry => {
  const [startedAt, started] = [deps.clock.now(), deps.clock.monotonic()];
  began(target.health);
  const { outcome, abort } = attempt(deps, { call, target, claim, sink: createSink(call, target) });
  const ended = outcome.then((result) => ({
    target,
    outcome: result,
    startedAt,
    durationMs: deps.clock.monotonic() - started,
  }));
  return { ended, abort };
};
