import type { Json } from '#kernel';
import { created, plainUsage, type CompatibleServer } from './compatible-server.ts';
import { openAiUsage } from './openai-chat-reply.ts';
import { jsonProblem, openAiProblem } from './openai-errors.ts';
import type { WireProblem } from './wire-server.ts';

const invalid = 'invalid_request_error';
const wait = (milliseconds: number) => ({ 'retry-after': String(milliseconds / 1000) });

export const together: CompatibleServer = {
  base: '/v1',
  chat: {
    head: (model) => ({ id: 'oBsWFk1-4yUbBN-9a2f', created, model, prompt: [] }),
    usage: (usage) => ({ ...plainUsage(usage), cached_tokens: usage.cachedInputTokens }),
    usageIn: 'last-choice',
    reasoningKey: 'reasoning',
    choice: { seed: 1 },
  },
  wrongKey: () => openAiProblem(401, { message: 'Invalid API key provided.', type: invalid, code: 'invalid_api_key' }),
  score: (share) => share,
  limits: {
    'x-ratelimit-limit': '10',
    'x-ratelimit-remaining': '9',
    'x-ratelimit-reset': '1',
    'x-tokenlimit-remaining': '2999',
  },
  refusals: {
    limit: (milliseconds) =>
      jsonProblem(
        429,
        {
          id: 'oBsWFk1-4yUbBN-9a2f',
          error: {
            message:
              'You have reached the rate limit specific to this model. The maximum rate limit is 10 queries per second.',
            type: 'model_rate_limit',
            param: null,
            code: null,
          },
        },
        { ...wait(milliseconds), 'x-ratelimit-remaining': '0' },
      ),
    quota: () =>
      openAiProblem(402, { message: 'Credit limit exceeded, please add a credit card.', type: 'credit_limit' }),
    overloaded: () =>
      openAiProblem(503, { message: 'The server is overloaded or not ready yet.', type: 'service_unavailable' }),
    failed: () => openAiProblem(500, { message: 'Internal server error', type: 'server_error' }),
    context: () =>
      openAiProblem(422, {
        message:
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 131073. Given: 140000 `inputs` tokens and 100 `max_new_tokens`',
        type: invalid,
      }),
    invalid: () => openAiProblem(400, { message: 'Unable to access model', type: invalid, param: 'model' }),
  },
};

export const groq: CompatibleServer = {
  base: '/openai/v1',
  chat: {
    head: (model) => ({ id: 'chatcmpl-f51b2cd2', created, model, system_fingerprint: 'fp_179b0f92c9' }),
    usage: (usage) => ({
      queue_time: 0.03,
      prompt_time: 0.001,
      completion_time: 0.46,
      total_time: 0.46,
      ...plainUsage(usage),
    }),
    usageIn: 'x-groq',
    reasoningKey: 'reasoning',
    error: { error: { message: 'Over capacity', type: 'internal_server_error' } },
  },
  wrongKey: () => openAiProblem(401, { message: 'Invalid API Key', type: invalid, code: 'invalid_api_key' }),
  limits: {
    'x-ratelimit-limit-requests': '14400',
    'x-ratelimit-remaining-requests': '14370',
    'x-ratelimit-reset-requests': '2m59.56s',
    'x-ratelimit-remaining-tokens': '17997',
    'x-ratelimit-reset-tokens': '7.66s',
  },
  refusals: {
    limit: (milliseconds) =>
      openAiProblem(
        429,
        {
          message: `Rate limit reached for model \`llama-3.3-70b-versatile\` in organization \`org_01\` service tier \`on_demand\` on tokens per minute (TPM): Limit 12000, Used 11800, Requested 900. Please try again in ${milliseconds / 1000}s.`,
          type: 'tokens',
          code: 'rate_limit_exceeded',
        },
        wait(milliseconds),
      ),
    quota: () =>
      openAiProblem(403, {
        message: 'Organization has been restricted.',
        type: invalid,
        code: 'organization_restricted',
      }),
    overloaded: () =>
      openAiProblem(498, {
        message: 'Flex tier capacity exceeded for model.',
        type: 'flex',
        code: 'capacity_exceeded',
      }),
    failed: () => openAiProblem(500, { message: 'Internal Server Error', type: 'internal_server_error' }),
    context: () =>
      openAiProblem(400, {
        message: 'Please reduce the length of the messages or completion.',
        type: invalid,
        param: 'messages',
        code: 'context_length_exceeded',
      }),
    invalid: () => openAiProblem(400, { message: "'messages.0' : property 'foo' is unsupported", type: invalid }),
  },
};

const openRouterProblem = (code: number, message: string, metadata: Json = {}): WireProblem =>
  jsonProblem(code, { error: { message, code, metadata }, user_id: 'user_2x' });

export const openRouter: CompatibleServer = {
  base: '/api/v1',
  chat: {
    head: (model) => ({ id: 'gen-1764000000-abc', provider: 'Anthropic', created, model }),
    usage: (usage) => ({ ...openAiUsage(usage), cost: 0.0012, is_byok: false }),
    usageIn: 'own-chunk',
    reasoningKey: 'reasoning',
    comment: ': OPENROUTER PROCESSING',
    choice: { native_finish_reason: null },
    error: {
      id: 'gen-1764000000-abc',
      object: 'chat.completion.chunk',
      created,
      model: 'x',
      error: { code: 'server_error', message: 'Provider disconnected unexpectedly' },
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
    },
  },
  wrongKey: () => openRouterProblem(401, 'No auth credentials found'),
  refusals: {
    limit: (milliseconds) =>
      jsonProblem(
        429,
        {
          error: { message: 'Rate limit exceeded: free-models-per-min.', code: 429, metadata: { provider_name: null } },
        },
        wait(milliseconds),
      ),
    quota: () => openRouterProblem(402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits'),
    overloaded: () => openRouterProblem(503, 'No instances available'),
    failed: () => openRouterProblem(502, 'Provider returned error', { provider_name: 'Anthropic' }),
    context: () =>
      openRouterProblem(
        400,
        "This endpoint's maximum context length is 131072 tokens. However, you requested about 200010 tokens (200000 of text input, 10 in the output). Please reduce the length of either one.",
      ),
    invalid: () => openRouterProblem(400, 'x/y is not a valid model ID'),
  },
};
