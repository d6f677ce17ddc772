import type { GatewayDeps } from '../gateway-deps.ts';
import type { LiveTarget } from '../plan/target.ts';
import type { GatewayCall } from './gateway-call.ts';
import { startAttempt, type EndedTry, type StartedTry } from './start-attempt.ts';

/** Tries of one call of which at most one may answer. */
const createField = (deps: GatewayDeps, call: GatewayCall) => {
  const started = new Map<LiveTarget, StartedTry>();
  let winner: LiveTarget | undefined;

  const claim = (target: LiveTarget): boolean => {
    winner ??= target;
    if (winner !== target) return false;
    for (const [other, { abort }] of started) if (other !== target) abort();
    return true;
  };

  return {
    start: (target: LiveTarget): Promise<EndedTry> => {
      const one = startAttempt(deps, call, { target, claim: () => claim(target) });
      started.set(target, one);
      return one.ended;
    },
    abortAll: () => started.forEach(({ abort }) => abort()),
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

const always = (): boolean => true;

const alone = async (deps: GatewayDeps, call: GatewayCall, target: LiveTarget): Promise<readonly EndedTry[]> => {
  const { ended, abort } = startAttempt(deps, call, { target, claim: always });
  call.onGone = abort;
  return [await ended];
};

/** One try at a target, or two when the first is slow; the first byte wins, and the loser is aborted. */
export const race = async (
  deps: GatewayDeps,
  call: GatewayCall,
  { target, hedge }: RaceInput,
): Promise<readonly EndedTry[]> => {
  if (hedge === undefined) return alone(deps, call, target);
  const field = createField(deps, call);
  call.onGone = field.abortAll;
  const first = field.start(target);
  if (!(await isSlow(field, first, hedge.afterMs)) || call.isGone || !deps.budget.take()) return [await first];
  return both(first, field.start(hedge.target));
};
