import { z } from 'zod';
import type { Json } from '#kernel';
import type { Usage } from '../contract.ts';
import { answerChat, type ChatFlavour, type Fields } from './openai-chat-reply.ts';
import { jsonProblem } from './openai-errors.ts';
import { answerEmbeddings } from './openai-other.ts';
import { withHeaders } from './openai.ts';
import {
  createWireServer,
  isRefusal,
  type ReceivedCall,
  type WireAnswer,
  type WireProblem,
  type WireRefusal,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface MistralServerOptions {
  readonly apiKeys: readonly string[];
  readonly script: WireScript;
  readonly dimensions?: number;
}

const callId = z.string().regex(/^[a-zA-Z0-9]{9}$/, 'Tool call id must be a-z, A-Z, 0-9, with a length of 9.');
const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('image_url'),
    image_url: z.union([z.string(), z.strictObject({ url: z.string(), detail: z.string().optional() })]),
  }),
]);
const content = z.union([z.string(), z.array(part)]);

const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content }),
  z.strictObject({ role: z.literal('user'), content }),
  z.strictObject({
    role: z.literal('assistant'),
    content: content.nullish(),
    prefix: z.boolean().optional(),
    tool_calls: z
      .array(
        z.strictObject({
          id: callId,
          type: z.literal('function').optional(),
          index: z.number().optional(),
          function: z.strictObject({
            name: z.string(),
            arguments: z.union([z.string(), z.record(z.string(), z.json())]),
          }),
        }),
      )
      .nullish(),
  }),
  z.strictObject({ role: z.literal('tool'), content, tool_call_id: callId, name: z.string().nullish() }),
]);

/** Mistral knows its own fields and no others: most of what clients of OpenAI send is refused. */
const chatSchema = z.strictObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  temperature: z.number().min(0).max(1.5).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.number().int().nonnegative().nullish(),
  stream: z.boolean().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  random_seed: z.number().int().nonnegative().nullish(),
  response_format: z
    .strictObject({
      type: z.enum(['text', 'json_object', 'json_schema']),
      json_schema: z
        .strictObject({
          name: z.string(),
          description: z.string().nullish(),
          schema: z.looseObject({}),
          strict: z.boolean().optional(),
        })
        .nullish(),
    })
    .nullish(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function').optional(),
        function: z.strictObject({
          name: z.string(),
          description: z.string().optional(),
          strict: z.boolean().optional(),
          parameters: z.looseObject({}),
        }),
      }),
    )
    .nullish(),
  tool_choice: z.union([z.enum(['auto', 'none', 'any', 'required']), z.looseObject({})]).optional(),
  presence_penalty: z.number().optional(),
  frequency_penalty: z.number().optional(),
  n: z.number().int().nullish(),
  parallel_tool_calls: z.boolean().optional(),
  prompt_mode: z.literal('reasoning').nullish(),
  safe_prompt: z.boolean().optional(),
});

const usageOf = (usage: Usage): Fields => ({
  prompt_tokens: usage.inputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
  completion_tokens: usage.outputTokens,
  ...(usage.cachedInputTokens === 0 ? {} : { num_cached_tokens: usage.cachedInputTokens }),
});

const flavour: ChatFlavour = {
  head: (model) => ({ id: 'cmpl-e5cc70bb28c444948073e77776eb30ef', created: 1_764_000_000, model }),
  usage: usageOf,
  usageIn: 'last-choice',
};

const said = (status: number, error: Fields, headers: Readonly<Record<string, string>> = {}): WireProblem =>
  jsonProblem(status, { object: 'error', param: null, raw_status_code: status, ...error }, headers);

const refusals: Readonly<Record<WireRefusal['refuse'], (wait: number) => WireProblem>> = {
  limit: (wait) =>
    said(
      429,
      { message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' },
      { 'retry-after': String(wait / 1000) },
    ),
  quota: () =>
    said(402, { message: 'You have reached the limit of your plan.', type: 'insufficient_quota', code: '1302' }),
  overloaded: () =>
    said(429, {
      message: 'Service tier capacity exceeded for this model.',
      type: 'service_tier_capacity_exceeded',
      code: '3505',
    }),
  failed: () => said(500, { message: 'Service unavailable.', type: 'unreachable_backend', code: '1100' }),
  context: () =>
    said(400, {
      message:
        'Prompt contains 140007 tokens and 0 draft tokens, too large for model with 131072 maximum context length',
      type: 'invalid_request_prompt',
      code: '3051',
    }),
  invalid: () =>
    said(400, {
      message: 'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant',
      type: 'invalid_request_message_order',
      code: '3230',
    }),
};

const unprocessable = ({ issues }: z.ZodError): WireProblem => {
  const detail = issues.map((issue): Json => {
    const isExtra = issue.code === 'unrecognized_keys';
    return {
      type: isExtra ? 'extra_forbidden' : 'value_error',
      loc: ['body', ...issue.path.map(String), ...(isExtra ? issue.keys : [])],
      msg: isExtra ? 'Extra inputs are not permitted' : issue.message,
    };
  });
  return jsonProblem(422, {
    object: 'error',
    message: { detail },
    type: 'invalid_request_error',
    param: null,
    code: null,
  });
};

const limits = {
  'x-ratelimit-limit-req-minute': '720',
  'x-ratelimit-remaining-req-minute': '717',
  'x-ratelimit-limit-tokens-minute': '5000000',
  'x-ratelimit-remaining-tokens-minute': '4999911',
};

const requireKey = ({ seen: { headers } }: ReceivedCall, apiKeys: readonly string[]): void => {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (!apiKeys.includes(key ?? '')) throw jsonProblem(401, { detail: 'Unauthorized' });
};

/** Mistral: chat completions and embeddings. */
export const createMistralServer = ({ apiKeys, script, dimensions = 8 }: MistralServerOptions): WireServer => {
  const answerOf = ({ seen }: ReceivedCall): WireAnswer => {
    const answer = script(seen);
    if (isRefusal(answer)) throw refusals[answer.refuse](answer.retryAfterMs ?? 2000);
    return answer;
  };
  return createWireServer((call) => {
    requireKey(call, apiKeys);
    const { seen, url } = call;
    if (url.pathname === '/v1/embeddings') {
      answerOf(call);
      return answerEmbeddings(seen, dimensions);
    }
    if (url.pathname !== '/v1/chat/completions')
      throw jsonProblem(404, { message: 'no Route matched with those values' });
    const request = chatSchema.safeParse(seen.body);
    if (!request.success) throw unprocessable(request.error);
    const { model, stream } = request.data;
    const asked = { model, stream: stream === true, wantsUsage: true };
    return withHeaders(answerChat(flavour, asked, { answer: answerOf(call), seen }), limits);
  });
};
