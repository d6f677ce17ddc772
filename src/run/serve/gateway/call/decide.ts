import type { GatewayRoute } from '../../gateway-contract.ts';
import { backoffMs } from '../health/backoff.ts';
import type { AttemptFailure, Outcome } from './outcome.ts';

/** What follows a try: the same target after a pause, the next target, or nothing. */
export type Step =
  | { readonly do: 'again'; readonly pauseMs: number }
  | { readonly do: 'next' }
  | { readonly do: 'stop' };

export interface Situation {
  readonly retry: GatewayRoute['retry'];
  /** Tries at this target so far. */
  readonly tries: number;
  readonly hasNext: boolean;
  readonly random: () => number;
}

const stop: Step = { do: 'stop' };

const next = ({ hasNext }: Situation): Step => (hasNext ? { do: 'next' } : stop);

const again = (situation: Situation, askedMs = 0): Step => {
  const { retry, tries, random } = situation;
  if (tries > retry.retries || askedMs > retry.longestRetryAfterMs) return next(situation);
  return { do: 'again', pauseMs: Math.max(askedMs, backoffMs(retry, tries - 1, random)) };
};

type Refused = Extract<Outcome, { kind: 'refused' }>;

const afterRefusal = ({ error: { kind, retryAfterMs } }: Refused, situation: Situation): Step => {
  switch (kind) {
    case 'invalid':
    case 'policy':
      return stop;
    case 'context':
    case 'credentials':
      return next(situation);
    case 'overloaded':
      return situation.hasNext ? next(situation) : again(situation, retryAfterMs);
    case 'limit':
    case 'failed':
      return again(situation, retryAfterMs);
  }
};

/** Who was silent once will be silent again, and what cannot be prepared does not get better by itself. */
const hopeless: ReadonlySet<AttemptFailure> = new Set([
  'unprepared',
  'dns',
  'connect-timeout',
  'first-byte-timeout',
  'idle-timeout',
  'total-timeout',
]);

/** What to do after a try. Once a byte has gone to the client there is nothing left to do. */
export const decide = (outcome: Outcome, situation: Situation): Step => {
  if (outcome.kind === 'refused') return afterRefusal(outcome, situation);
  if (outcome.kind !== 'failed') return stop;
  return hopeless.has(outcome.failure) ? next(situation) : again(situation);
};
