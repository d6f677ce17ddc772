import { z } from 'zod';
import type { WireError } from '../provider-wire.ts';
import { retryAfterMs } from './http-fault.ts';

const detailSchema = z.looseObject({
  '@type': z.string().catch(''),
  reason: z.string().optional().catch(undefined),
  retryDelay: z.string().optional().catch(undefined),
});

const statusSchema = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    details: z.array(detailSchema).catch([]),
  }),
});
// The OpenAI-compatible endpoint wraps the same body in an array.
const bodySchema = z.union([statusSchema, z.array(statusSchema).min(1)]);

type GoogleStatus = z.infer<typeof statusSchema>['error'];

const parse = (body: Uint8Array): GoogleStatus | undefined => {
  try {
    const { data } = bodySchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return (Array.isArray(data) ? data[0] : data)?.error;
  } catch {
    return undefined;
  }
};

/** A `google.protobuf.Duration` as JSON writes it: `34.07s`. */
const durationMs = (text: string | undefined): number | undefined => {
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(text ?? '')?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
};

const badKeys: ReadonlySet<string> = new Set([
  'API_KEY_INVALID',
  'API_KEY_EXPIRED',
  'API_KEY_SERVICE_BLOCKED',
  'ACCESS_TOKEN_EXPIRED',
  'SERVICE_DISABLED',
  'BILLING_DISABLED',
  'CONSUMER_INVALID',
]);

const kindOf = (status: number, { message, details }: GoogleStatus): WireError['kind'] => {
  if (details.some(({ reason = '' }) => badKeys.has(reason))) return 'credentials';
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'limit';
  if (status === 503) return 'overloaded';
  if (status >= 500) return 'failed';
  if (/user location is not supported|requires billing/i.test(message)) return 'credentials';
  if (/exceeds the maximum number of tokens|token count .{1,40} exceeds/i.test(message)) return 'context';
  return 'invalid';
};

/** What an error of a Google API means: `google.rpc.Status` with `RetryInfo` and `ErrorInfo` among its details. */
export const readGoogleError = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): WireError => {
  const error = parse(body) ?? { message: '', status: '', details: [] };
  const asked = durationMs(error.details.find(({ retryDelay }) => retryDelay !== undefined)?.retryDelay);
  const wait = asked ?? (retryAfterMs(headers['retry-after'] ?? null, 0) || undefined);
  return {
    kind: kindOf(status, error),
    message: error.message === '' ? `HTTP ${status}` : error.message.slice(0, 2000),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
};
