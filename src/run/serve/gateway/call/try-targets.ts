import type { GatewayDeps } from '../gateway-deps.ts';
import type { LiveTarget } from '../plan/target.ts';
import { decide, type Step } from './decide.ts';
import type { GatewayCall } from './gateway-call.ts';
import { judgeTarget } from './judge-target.ts';
import { outcomeWord } from './outcome.ts';
import { pause } from './pause.ts';
import { race } from './race.ts';
import type { EndedTry } from './start-attempt.ts';

/** The last try of a call, and those of its tries that were not the last but cost something. */
export interface Tried {
  readonly last: EndedTry;
  readonly losers: readonly EndedTry[];
}

interface Chain {
  readonly targets: readonly LiveTarget[];
  /** Index of the target that is asked. */
  at: number;
  /** Tries at it. */
  tries: number;
}

interface Ended {
  readonly outcome: EndedTry['outcome'];
  readonly chain: Chain;
}

const stop: Step = { do: 'stop' };
const none: readonly EndedTry[] = [];

const note = (deps: GatewayDeps, call: GatewayCall, ended: EndedTry): void => {
  const { target, outcome, startedAt, durationMs } = ended;
  judgeTarget(target, outcome, { now: deps.clock.monotonic(), breaker: call.route.breaker });
  call.attempts.push({
    model: target.card.id,
    provider: target.card.provider,
    server: target.server,
    outcome: outcomeWord(outcome),
    startedAt,
    durationMs,
  });
};

const hedgeOf = (call: GatewayCall, { targets, at, tries }: Chain) => {
  const [next, afterMs] = [targets[at + 1], call.route.hedgeAfterMs];
  return next === undefined || afterMs === undefined || tries > 1 ? undefined : { target: next, afterMs };
};

const isLoser = ({ outcome }: EndedTry): boolean => outcome.kind === 'aborted';

const nextStep = ({ random, budget }: GatewayDeps, call: GatewayCall, { outcome, chain }: Ended): Step => {
  if (call.isGone || outcome.kind === 'answered') return stop;
  const hasNext = chain.at + 1 < chain.targets.length;
  const step = decide(outcome, { retry: call.route.retry, tries: chain.tries, hasNext, random });
  if (step.do !== 'again' || budget.take()) return step;
  return hasNext ? { do: 'next' } : stop;
};

/** Notes every try; the last one decides what follows, the others may have cost something. */
const noteAll = (deps: GatewayDeps, call: GatewayCall, tries: readonly EndedTry[]): void => {
  let longest = 0;
  for (const ended of tries) {
    note(deps, call, ended);
    longest = Math.max(longest, ended.durationMs);
  }
  call.outsideMs += longest;
};

/** Asks targets in their order until one has answered, nothing is left to try, or the client has gone. */
export const tryTargets = async (
  deps: GatewayDeps,
  call: GatewayCall,
  targets: readonly LiveTarget[],
): Promise<Tried | undefined> => {
  const chain: Chain = { targets, at: 0, tries: 0 };
  let losers: readonly EndedTry[] = none;
  for (;;) {
    const target = targets[chain.at];
    if (target === undefined) return undefined;
    chain.tries += 1;
    const ended = await race(deps, call, { target, hedge: hedgeOf(call, chain) });
    noteAll(deps, call, ended);
    const last = ended.at(-1);
    if (last === undefined) return undefined;
    if (ended.length > 1) losers = [...losers, ...ended.slice(0, -1).filter(isLoser)];
    const step = nextStep(deps, call, { outcome: last.outcome, chain });
    if (step.do === 'stop') return { last, losers };
    if (step.do === 'again') await pause(call, step.pauseMs);
    else {
      chain.at += ended.length;
      chain.tries = 0;
    }
    if (call.isGone) return { last, losers };
  }
};
