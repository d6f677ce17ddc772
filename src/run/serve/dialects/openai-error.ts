import { errorHeaders } from './error-headers.ts';
import type { EncodedError, Problem } from './port.ts';

const types: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [429, 'rate_limit_error'],
]);

/** What clients of OpenAI look for when money has run out. */
const quota = 'insufficient_quota';
const isQuota = (code: string): boolean => code === 'SERVE_BUDGET_SPENT';

const typeOf = ({ status, code }: Problem): string => {
  if (isQuota(code)) return quota;
  return types.get(status) ?? (status < 500 ? 'invalid_request_error' : 'server_error');
};

/** The body of an error of OpenAI's APIs. */
export const openAiErrorBody = (problem: Problem) => ({
  error: {
    message: problem.message,
    type: typeOf(problem),
    param: problem.param ?? null,
    code: isQuota(problem.code) ? quota : problem.code,
    ...(problem.remedy === undefined ? {} : { remedy: problem.remedy }),
  },
});

/** An error of OpenAI's APIs. */
export const encodeOpenAiError = (problem: Problem): EncodedError => ({
  status: problem.status,
  headers: errorHeaders(problem),
  body: JSON.stringify(openAiErrorBody(problem)),
});
