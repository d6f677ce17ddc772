import type { IdDep } from '#kernel';
import type { Dialect } from '#build/models';
import { parseLine, type BatchLine } from './parse-lines.ts';
import type { Batch, BatchCallDep, BatchReply, LineResult } from './port.ts';

const dialects: ReadonlyMap<string, Dialect> = new Map([
  ['/v1/chat/completions', 'openai-chat'],
  ['/v1/completions', 'openai-completions'],
  ['/v1/embeddings', 'openai-embeddings'],
  ['/v1/responses', 'openai-responses'],
]);

/** A later try may succeed: limits, overload, a provider that is away. */
const isRetryable = (status: number): boolean => status === 408 || status === 429 || (status >= 500 && status !== 501);

export interface RetryOptions {
  /** Calls of one line at most. */
  readonly attempts: number;
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

export interface LineCall {
  readonly batch: Batch;
  readonly line: BatchLine;
  readonly text: string;
  readonly signal: AbortSignal;
  readonly retry: RetryOptions;
}

export type LineDeps = BatchCallDep & IdDep;

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });

const failure = (status: number, code: string, message: string): BatchReply => ({
  status,
  requestId: '',
  body: { error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', param: null, code } },
});

const callOnce = async (deps: BatchCallDep, { batch, text, signal }: LineCall): Promise<BatchReply> => {
  const request = parseLine(text);
  const dialect = dialects.get(batch.endpoint);
  if ('code' in request || dialect === undefined) return failure(400, 'invalid_request', 'The line cannot be read.');
  if (request.body['stream'] === true) return failure(400, 'invalid_request', 'A batch cannot stream.');
  try {
    const { endpoint, keyId } = batch;
    return await deps.callGateway({ endpoint, dialect, keyId, signal, body: request.body });
  } catch (thrown) {
    return failure(500, 'call_failed', thrown instanceof Error ? thrown.message : 'unknown');
  }
};

const callPatiently = async (deps: BatchCallDep, call: LineCall): Promise<BatchReply> => {
  const { attempts, pauseMs, longestPauseMs } = call.retry;
  for (let attempt = 1; ; attempt += 1) {
    const reply = await callOnce(deps, call);
    if (!isRetryable(reply.status) || attempt >= attempts || call.signal.aborted) return reply;
    const pause = Math.max(reply.retryAfterMs ?? 0, pauseMs * 2 ** (attempt - 1));
    await wait(Math.min(longestPauseMs, pause), call.signal);
    if (call.signal.aborted) return reply;
  }
};

/** The id of a line's result. */
export const requestId = ({ ids }: IdDep): string => `batch_req_${ids.uuid().replaceAll('-', '')}`;

/** Answers one line, with patience. Undefined when it was aborted: then there is no result. */
export const answerLine = async (deps: LineDeps, call: LineCall): Promise<LineResult | undefined> => {
  const reply = await callPatiently(deps, call);
  if (call.signal.aborted) return undefined;
  const { line, customId } = call.line;
  const id = requestId(deps);
  const response = { status_code: reply.status, request_id: reply.requestId || id, body: reply.body };
  return {
    line,
    failed: reply.status < 200 || reply.status > 299,
    outcome: JSON.stringify({ id, custom_id: customId, response, error: null }),
  };
};
