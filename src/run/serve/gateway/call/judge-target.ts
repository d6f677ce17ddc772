import { failed, gaveUp, sampled, succeeded, type BreakerSettings } from '../health/target-health.ts';
import type { LiveTarget } from '../plan/target.ts';
import type { Outcome } from './outcome.ts';

const longestCoolingMs = 300_000;
const defaultCoolingMs = 1_000;

type Refused = Extract<Outcome, { kind: 'refused' }>;

export interface Judgement {
  readonly now: number;
  readonly breaker: BreakerSettings;
}

const judgeRefusal = ({ health }: LiveTarget, { error }: Refused, { now, breaker }: Judgement): void => {
  switch (error.kind) {
    case 'invalid':
    case 'context':
    case 'policy':
      return succeeded(health);
    case 'limit':
      health.coolUntil = now + Math.min(longestCoolingMs, error.retryAfterMs ?? defaultCoolingMs);
      return gaveUp(health);
    case 'credentials':
      return failed(health, now, { ...breaker, failures: 1 });
    case 'overloaded':
    case 'failed':
      return failed(health, now, breaker);
  }
};

/** Keeps what a try tells about its target. */
export const judgeTarget = (target: LiveTarget, outcome: Outcome, judgement: Judgement): void => {
  const { health } = target;
  switch (outcome.kind) {
    case 'answered':
      sampled(health, judgement.now, outcome.firstByteMs);
      return succeeded(health);
    case 'aborted':
      return gaveUp(health);
    case 'refused':
      return judgeRefusal(target, outcome, judgement);
    case 'cut':
    case 'failed':
      return failed(health, judgement.now, judgement.breaker);
  }
};
