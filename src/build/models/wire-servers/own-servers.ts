import { created, plainUsage, type CompatibleServer } from './compatible-server.ts';
import type { Fields } from './openai-chat-reply.ts';
import { jsonProblem, openAiProblem } from './openai-errors.ts';
import type { WireProblem } from './wire-server.ts';

const invalid = 'invalid_request_error';

const numbered = (status: number, message: string, rest: Fields = {}): WireProblem =>
  jsonProblem(status, { error: { message, code: status, ...rest } });

const ollamaProblem = (status: number, message: string): WireProblem =>
  openAiProblem(status, { message, type: status === 400 ? invalid : 'api_error' });

export const ollama: CompatibleServer = {
  base: '/v1',
  chat: {
    head: (model) => ({ id: 'chatcmpl-431', created, model, system_fingerprint: 'fp_ollama' }),
    usage: plainUsage,
    usageIn: 'own-chunk',
    reasoningKey: 'reasoning',
  },
  wrongKey: () => ollamaProblem(401, 'unauthorized'),
  refusals: {
    limit: () => ollamaProblem(429, 'too many requests'),
    quota: () => ollamaProblem(402, 'you have reached your usage limit'),
    overloaded: () => ollamaProblem(503, 'server busy, please try again.  maximum pending requests exceeded'),
    failed: () => ollamaProblem(500, 'llama runner process has terminated: exit status 2'),
    context: () => ollamaProblem(400, 'input length exceeds the context length'),
    invalid: () => ollamaProblem(400, 'registry.ollama.ai/library/llama3.2:latest does not support thinking'),
  },
};

const vllmProblem = (status: number, type: string, message: string): WireProblem =>
  numbered(status, message, { type, param: null });

export const vllm: CompatibleServer = {
  base: '/v1',
  chat: {
    head: (model) => ({ id: 'chatcmpl-9f0b2d', created, model }),
    usage: plainUsage,
    usageIn: 'own-chunk',
    reasoningKey: 'reasoning_content',
    choice: { stop_reason: null, token_ids: null },
    error: {
      error: { message: 'EngineCore encountered an issue.', type: 'InternalServerError', param: null, code: 500 },
    },
  },
  wrongKey: () => jsonProblem(401, { error: 'Unauthorized' }),
  score: (share) => share,
  refusals: {
    limit: () => vllmProblem(429, 'TooManyRequestsError', 'Too many requests.'),
    quota: () => vllmProblem(402, 'PaymentRequired', 'No quota is left.'),
    overloaded: () => vllmProblem(503, 'ServiceUnavailableError', 'The engine is not ready.'),
    failed: () => vllmProblem(500, 'InternalServerError', 'EngineCore encountered an issue. See stack trace above.'),
    context: () =>
      vllmProblem(
        400,
        'BadRequestError',
        "This model's maximum context length is 8192 tokens. However, you requested 9019 tokens (8507 in the messages, 512 in the completion). Please reduce the length of the messages or completion.",
      ),
    invalid: () => vllmProblem(400, 'BadRequestError', '1 validation error for ChatCompletionRequest'),
  },
};

const llamaProblem = (code: number, error: Fields): WireProblem => jsonProblem(code, { error: { code, ...error } });

export const llamaCpp: CompatibleServer = {
  base: '/v1',
  chat: {
    head: (model) => ({ id: 'chatcmpl-3Rk9', created, model, system_fingerprint: 'b6500-abc' }),
    usage: plainUsage,
    usageIn: 'own-chunk',
    reasoningKey: 'reasoning_content',
    error: { error: { code: 500, message: 'decode failed', type: 'server_error' } },
  },
  wrongKey: () => llamaProblem(401, { type: 'authentication_error', message: 'Invalid API Key' }),
  // Logits: 0.5 is 0.
  score: (share) => 8 * share - 4,
  refusals: {
    limit: () => llamaProblem(429, { type: 'rate_limit_error', message: 'Too many requests' }),
    quota: () => llamaProblem(403, { type: 'permission_error', message: 'Not permitted' }),
    overloaded: () => llamaProblem(503, { type: 'unavailable_error', message: 'Loading model' }),
    failed: () => llamaProblem(500, { type: 'server_error', message: 'Failed to decode' }),
    context: () =>
      llamaProblem(400, {
        type: 'exceed_context_size_error',
        message: 'the request exceeds the available context size, try increasing it',
        n_prompt_tokens: 5012,
        n_ctx: 4096,
      }),
    invalid: () => llamaProblem(400, { type: invalid, message: 'Failed to parse grammar' }),
  },
};

const text = (status: number, error: string): WireProblem => jsonProblem(status, { error });

export const lmStudio: CompatibleServer = {
  base: '/v1',
  chat: {
    head: (model) => ({ id: 'chatcmpl-x3h1', created, model, system_fingerprint: model }),
    usage: plainUsage,
    usageIn: 'own-chunk',
    reasoningKey: 'reasoning_content',
  },
  wrongKey: () => openAiProblem(401, { message: 'Invalid API token', type: invalid, code: 'invalid_api_key' }),
  refusals: {
    limit: () => text(429, 'Too many requests'),
    quota: () => text(403, 'This token may not use the model.'),
    overloaded: () => text(503, 'Model is loading.'),
    failed: () => text(500, 'The model has crashed without additional information. (Exit code: 18446744072635812000)'),
    context: () =>
      text(
        400,
        'Trying to keep the first 5012 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
      ),
    invalid: () => text(400, "'response_format.type' must be 'json_schema' or 'text'"),
  },
};
