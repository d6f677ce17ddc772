import { APICallError, type LanguageModelV4FinishReason } from '@ai-sdk/provider';
import { isFaultError, type Fault } from '#kernel';
import type { WireError } from '#build/models';
import { dialectFaults } from './errors.ts';
import type { Problem } from './port.ts';

const secondsOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value * 1000 : undefined;

/** A fault before it has the shape of an API. Details `path` and `retryAfter` (seconds) are used. */
export const problemOf = ({ code, what, why, remedy, status, retryable, details }: Fault): Problem => ({
  status,
  code,
  remedy,
  message: [what, why, remedy].filter((text) => text !== '').join(' '),
  param: typeof details['path'] === 'string' ? details['path'] : undefined,
  retryAfterMs: secondsOf(details['retryAfter']),
  // Official clients try every 429 again, also one that will be the same tomorrow.
  ...(status === 429 && !retryable && { shouldRetry: false }),
});

/** The status and code that a provider's error has for the client. Our key being refused is not the client's fault. */
const wireKinds: Readonly<Record<WireError['kind'], { readonly status: number; readonly code: string }>> = {
  limit: { status: 429, code: 'rate_limit_exceeded' },
  overloaded: { status: 503, code: 'overloaded' },
  credentials: { status: 502, code: 'provider_credentials' },
  invalid: { status: 400, code: 'invalid_request' },
  context: { status: 400, code: 'context_length_exceeded' },
  policy: { status: 400, code: 'content_policy_violation' },
  failed: { status: 502, code: 'provider_failed' },
};

const maximumMessage = 2_000;

/** What a provider answered in place of an answer. */
export const problemOfWire = ({ kind, message, retryAfterMs }: WireError): Problem => ({
  ...wireKinds[kind],
  message: message.slice(0, maximumMessage),
  retryAfterMs,
});

const kindOfStatus = (status: number): WireError['kind'] => {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'limit';
  if (status === 503 || status === 529) return 'overloaded';
  return status >= 400 && status < 500 ? 'invalid' : 'failed';
};

/** What a model of the AI SDK threw or put into an `error` part. */
export const problemOfThrown = (thrown: unknown): Problem => {
  if (isFaultError(thrown)) return problemOf(thrown.fault);
  const message = thrown instanceof Error ? thrown.message : JSON.stringify(thrown ?? 'unknown');
  if (APICallError.isInstance(thrown) && thrown.statusCode !== undefined)
    return problemOfWire({ kind: kindOfStatus(thrown.statusCode), message });
  return problemOf(dialectFaults.fault('SERVE_PROVIDER_FAILED', { problem: message.slice(0, maximumMessage) }));
};

/** The problem of an answer that ended but is not whole; undefined when it may be handed out. */
export const problemOfFinish = ({ unified, raw }: LanguageModelV4FinishReason): Problem | undefined =>
  unified === 'error' || unified === 'interrupted'
    ? problemOf(dialectFaults.fault('SERVE_STREAM_CUT', { problem: `finish reason ${raw ?? unified}.` }))
    : undefined;
