import { z } from 'zod';
import type { Fault } from '#kernel';
import { fault } from '../errors.ts';

const errorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

const messageOf = (body: string): string => {
  try {
    const parsed = errorSchema.safeParse(JSON.parse(body));
    if (!parsed.success) return body.slice(0, 300);
    const { error } = parsed.data;
    return (typeof error === 'string' ? error : error.message).slice(0, 300);
  } catch {
    return body.slice(0, 300);
  }
};

/** The fault of an HTTP answer that is not a success. */
export const httpFault = (id: string, httpStatus: number, body: string): Fault => {
  const details = { id, httpStatus, message: messageOf(body) || 'no reason was given' };
  if (httpStatus === 401 || httpStatus === 403) return fault('MODELS_UNAUTHORISED', details);
  if (httpStatus === 429) return fault('MODELS_RATE_LIMITED', details);
  if (httpStatus >= 500)
    return fault('MODELS_UNREACHABLE', { id, message: `It answered with HTTP ${httpStatus}: ${details.message}` });
  return fault('MODELS_REFUSED', details);
};

/** Milliseconds that a `Retry-After` header asks to wait, at most one minute; 0 when it asks nothing. */
export const retryAfterMs = (header: string | null, now: number): number => {
  if (header === null) return 0;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(60_000, Math.max(0, wait)) : 0;
};
