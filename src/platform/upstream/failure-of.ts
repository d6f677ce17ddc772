import type { UpstreamFailure } from '#run/serve';

/** How far a call had come when it failed. */
export type CallPhase = 'waiting' | 'sent' | 'answering';

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

const dnsCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);
const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);
const endedCodes = new Set(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'UND_ERR_ABORTED']);

const beforeSending = (code: string): UpstreamFailure => {
  if (dnsCodes.has(code)) return 'dns';
  return timeoutCodes.has(code) ? 'connect-timeout' : 'connect';
};

const isUnreadable = (error: Error): boolean =>
  error.name === 'HTTPParserError' || codeOf(error) === 'UND_ERR_HEADERS_OVERFLOW';

/** The name of a failure, from the client's error and from how far the call had come. */
export const failureOf = (error: Error, phase: CallPhase): UpstreamFailure => {
  const code = codeOf(error);
  if (endedCodes.has(code)) return 'aborted';
  if (phase === 'waiting') return beforeSending(code);
  if (phase === 'answering') return 'cut';
  return isUnreadable(error) ? 'headers-invalid' : 'reset-before-headers';
};
