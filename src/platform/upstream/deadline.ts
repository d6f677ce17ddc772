import type { UpstreamFailure, UpstreamRequest } from '#run/serve';
import type { CallPhase } from './failure-of.ts';

/** What the timer of a call looks at. */
export interface Progress {
  readonly startedAt: number;
  phase: CallPhase;
  hasBody: boolean;
  isPaused: boolean;
  /** When the last byte came, or the pause ended. */
  lastAt: number;
}

export interface Deadline {
  readonly at: number;
  readonly failure: UpstreamFailure;
}

const phaseDeadline = (request: UpstreamRequest, progress: Progress): Deadline => {
  const { startedAt, phase, hasBody, isPaused, lastAt } = progress;
  if (phase === 'waiting') return { at: startedAt + request.connectMs, failure: 'connect-timeout' };
  if (!hasBody) return { at: startedAt + request.firstByteMs, failure: 'first-byte-timeout' };
  // While we ask the provider to wait, its silence is ours.
  return { at: isPaused ? Number.POSITIVE_INFINITY : lastAt + request.idleMs, failure: 'idle-timeout' };
};

/** The next moment at which a call has waited too long, and for what. */
export const nextDeadline = (request: UpstreamRequest, progress: Progress): Deadline => {
  const total: Deadline = { at: progress.startedAt + request.totalMs, failure: 'total-timeout' };
  const phase = phaseDeadline(request, progress);
  return phase.at < total.at ? phase : total;
};
