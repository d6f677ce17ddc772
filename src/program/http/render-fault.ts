import type { Fault } from '#kernel';

/** RFC 9457 problem details. */
export const problemOf = (fault: Fault) => ({
  type: `urn:throughline:error:${fault.code}`,
  title: fault.what,
  status: fault.status,
  detail: `${fault.what} ${fault.why}`,
  code: fault.code,
  why: fault.why,
  remedy: fault.remedy,
  retryable: fault.retryable,
});

const openAiType = (status: number): string => {
  if (status === 401) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
};

/** The error shape of the OpenAI API, for `/v1`. */
export const openAiErrorOf = (fault: Fault) => ({
  error: { message: `${fault.what} ${fault.remedy}`, type: openAiType(fault.status), param: null, code: fault.code },
});
