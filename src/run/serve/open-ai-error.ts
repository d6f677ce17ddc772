import type { ZodError } from 'zod';
import type { Fault } from '#kernel';
import { serveFaults } from './errors.ts';

const types = new Map([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'invalid_request_error'],
  [429, 'rate_limit_error'],
]);

/** A fault in OpenAI's error shape, for every route under `/v1`. */
export const openAiError = ({ code, what, why, remedy, status }: Fault) => ({
  error: {
    message: `${what} ${why} ${remedy}`,
    type: types.get(status) ?? (status < 500 ? 'invalid_request_error' : 'server_error'),
    param: null,
    code,
    remedy,
  },
});

/** The fault of a body that does not fit its schema; names the first path. */
export const invalidRequest = (error: ZodError): Fault => {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  const problem = `${path === '' ? '' : `${path}: `}${issue?.message ?? 'it does not fit the schema'}.`;
  return serveFaults.fault('SERVE_REQUEST_INVALID', { problem: problem.slice(0, 500) });
};
