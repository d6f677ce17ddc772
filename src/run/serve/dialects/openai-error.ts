import { errorHeaders } from './error-headers.ts';
import type { EncodedError, Problem } from './port.ts';

const types: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [429, 'rate_limit_error'],
]);

/** The body of an error of OpenAI's APIs. */
export const openAiErrorBody = ({ status, message, param, code, remedy }: Problem) => ({
  error: {
    message,
    type: types.get(status) ?? (status < 500 ? 'invalid_request_error' : 'server_error'),
    param: param ?? null,
    code,
    ...(remedy === undefined ? {} : { remedy }),
  },
});

/** An error of OpenAI's APIs. */
export const encodeOpenAiError = (problem: Problem): EncodedError => ({
  status: problem.status,
  headers: errorHeaders(problem),
  body: JSON.stringify(openAiErrorBody(problem)),
});
