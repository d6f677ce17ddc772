import type { ZodType } from 'zod';
import { err, ok, type Fault, type Result } from '#kernel';
import { dialectFaults } from './errors.ts';
import type { JsonObject } from './port.ts';

/** The fault of one place in a body. */
export const invalidBody = (api: string, path: string, problem: string): Fault =>
  dialectFaults.fault('SERVE_BODY_INVALID', { api, path, problem: problem.slice(0, 500) });

/** A body as its API describes it, or a fault that names the first place which does not fit. */
export const parseBody = <Body>(api: string, schema: ZodType<Body>, body: JsonObject): Result<Body, Fault> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return err(invalidBody(api, path === '' ? 'body' : path, `${path}: ${issue?.message ?? 'it does not fit'}.`));
};

/** The fault of a field that means something which the chosen model cannot do. */
export const unsupported = (path: string, why: string, remedy: string): Fault =>
  dialectFaults.fault('SERVE_FIELD_UNSUPPORTED', { path, why, remedy });
