import type { Fault } from '#kernel';
import { fault } from '../errors.ts';
import type { WireError } from '../provider-wire.ts';
import { askedToWait } from './call-provider.ts';

const longestWaitMs = 60_000;

/** Our fault of a provider's error. */
export const wireFault = (id: string, httpStatus: number, { kind, message: told }: WireError): Fault => {
  const message = told.slice(0, 300) || 'no reason was given';
  if (kind === 'credentials') return fault('MODELS_UNAUTHORISED', { id, httpStatus, message });
  if (kind === 'limit') return fault('MODELS_RATE_LIMITED', { id, httpStatus, message });
  if (kind === 'context') return fault('MODELS_PROMPT_TOO_LONG', { id, message });
  if (kind === 'policy') return fault('MODELS_FILTERED', { id, reason: message });
  if (kind === 'invalid') return fault('MODELS_REFUSED', { id, httpStatus, message });
  return fault('MODELS_UNREACHABLE', { id, message: `It answered with HTTP ${httpStatus}: ${message}` });
};

/** The same, with the wait that the provider asked for; never longer than a minute. */
export const refusal = (id: string, httpStatus: number, error: WireError): Fault =>
  askedToWait(wireFault(id, httpStatus, error), Math.min(longestWaitMs, error.retryAfterMs ?? 0));
