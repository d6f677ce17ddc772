import type { Problem } from './port.ts';

/** Headers of an error that both vendors' clients understand. */
export const errorHeaders = ({ retryAfterMs, shouldRetry, code }: Problem): Readonly<Record<string, string>> => ({
  'content-type': 'application/json; charset=utf-8',
  'x-throughline-code': code,
  ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
  ...(shouldRetry === undefined ? {} : { 'x-should-retry': String(shouldRetry) }),
});
