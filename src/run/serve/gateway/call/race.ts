import { startByteAttempt } from '../forward/byte-attempt.ts';
import type { RunningAttempt } from '../forward/attempt.ts';
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

interface Runner {
  readonly target: LiveTarget;
  readonly attempt: RunningAttempt;
  readonly ended: Promise<EndedTry>;
}

/** Tries of one call of which at most one may answer. */
const createField = (deps: GatewayDeps, call: GatewayCall) => {
  const runners = new Set<Runner>();
  let winner: LiveTarget | undefined;

  const claim = (target: LiveTarget): boolean => {
    winner ??= target;
    if (winner !== target) return false;
    for (const runner of runners) if (runner.target !== target) runner.attempt.abort();
    return true;
  };

  const start = (target: LiveTarget): Runner => {
    const [startedAt, started] = [deps.clock.now(), deps.clock.monotonic()];
    began(target.health);
    const input = { call, target, sink: createSink(call, target), claim: () => claim(target) };
    const isSame = target.urls[call.dialect] !== undefined;
    const attempt = isSame ? startByteAttempt(deps, input) : startTranslatedAttempt(deps, input, codecOf(call.dialect));
    const ended = attempt.outcome.then((outcome) => {
      runners.delete(runner);
      return { target, outcome, startedAt, durationMs: deps.clock.monotonic() - started };
    });
    const runner: Runner = { target, attempt, ended };
    runners.add(runner);
    return runner;
  };

  return {
    start,
    abortAll: () => runners.forEach(({ attempt }) => attempt.abort()),
    hasWinner: () => winner !== undefined,
  };
};

type Field = ReturnType<typeof createField>;

const later = (milliseconds: number) => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, milliseconds, undefined);
  return { promise, cancel: () => clearTimeout(timer) };
};

/** True while the first target has neither ended nor said a word in the time that it is given alone. */
const isSlow = async (field: Field, first: Promise<EndedTry>, afterMs: number): Promise<boolean> => {
  const pause = later(afterMs);
  const ended = await Promise.race([first, pause.promise]);
  pause.cancel();
  return ended === undefined && !field.hasWinner();
};

const hasAnswered = ({ outcome }: EndedTry): boolean => outcome.kind === 'answered' || outcome.kind === 'cut';

/** The tries in the order in which they ended; the one that answered, if any, is last. */
const both = async (first: Promise<EndedTry>, second: Promise<EndedTry>): Promise<readonly EndedTry[]> => {
  const ended = await Promise.all([first, second]);
  return ended.toSorted((left, right) => Number(hasAnswered(left)) - Number(hasAnswered(right)));
};

export interface RaceInput {
  readonly target: LiveTarget;
  /** Asked too when `target` is silent for so long. */
  readonly hedge?: { readonly target: LiveTarget; readonly afterMs: number } | undefined;
}

/** One try at a target, or two when the first is slow; the first byte wins, and the loser is aborted. */
export const race = async (
  deps: GatewayDeps,
  call: GatewayCall,
  { target, hedge }: RaceInput,
): Promise<readonly EndedTry[]> => {
  const field = createField(deps, call);
  call.onGone = field.abortAll;
  const first = field.start(target).ended;
  if (hedge === undefined) return [await first];
  if (!(await isSlow(field, first, hedge.afterMs)) || call.isGone || !deps.budget.take()) return [await first];
  return both(first, field.start(hedge.target).ended);
};
