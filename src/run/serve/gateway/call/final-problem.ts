import type { Problem } from '../../dialects/port.ts';
import { problemOf, problemOfWire } from '../../dialects/problem-of.ts';
import { serveFaults } from '../../errors.ts';
import type { UpstreamFailure } from '../port.ts';
import type { GatewayCall } from './gateway-call.ts';
import type { Outcome } from './outcome.ts';

const timeouts: ReadonlySet<string> = new Set<UpstreamFailure>([
  'connect-timeout',
  'first-byte-timeout',
  'idle-timeout',
  'total-timeout',
]);

const triedOf = ({ attempts }: GatewayCall): string =>
  attempts.map(({ model, outcome }) => `${model} ${outcome}`).join(', ');

/** No target may be asked: none fits the request, or the circuits of all are open. */
export const noTarget = (call: GatewayCall, waitMs: number): Problem => {
  if (waitMs === 0) return problemOf(serveFaults.fault('SERVE_NO_TARGET', { route: call.name }));
  const retryAfter = Math.ceil(waitMs / 1000);
  return problemOf(serveFaults.fault('SERVE_TARGETS_RESTING', { route: call.name, retryAfter }));
};

/** What the client is told when nothing was left to try. */
export const finalProblem = (call: GatewayCall, outcome: Outcome): Problem => {
  const shouldRetry = call.attempts.length > 1 ? { shouldRetry: false } : {};
  if (outcome.kind === 'refused') return { ...problemOfWire(outcome.error), ...shouldRetry };
  const failure = outcome.kind === 'failed' ? outcome.failure : 'cut';
  const message = outcome.kind === 'failed' ? outcome.message : '';
  const code = timeouts.has(failure) ? 'SERVE_UPSTREAM_SLOW' : 'SERVE_UPSTREAM_FAILED';
  const fault = serveFaults.fault(code, { route: call.name, tried: triedOf(call), problem: message });
  return { ...problemOf(fault), ...shouldRetry };
};
