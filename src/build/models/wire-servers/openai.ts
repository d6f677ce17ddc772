import type { z } from 'zod';
import { answerChat, openAiUsage, type ChatAsked, type ChatFlavour } from './openai-chat-reply.ts';
import { chatRequestSchema, orphanedResults, type ChatRequest } from './openai-chat-request.ts';
import { invalidBody, missingKey, noSuchPath, openAiProblem, openAiRefusal, wrongKey } from './openai-errors.ts';
import { answerCompletion, answerEmbeddings } from './openai-other.ts';
import { answerResponses } from './openai-responses-reply.ts';
import { responsesRequestSchema } from './openai-responses-request.ts';
import {
  createWireServer,
  isRefusal,
  type ReceivedCall,
  type WireAnswer,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface OpenAiServerOptions {
  readonly apiKeys: readonly string[];
  readonly script: WireScript;
  readonly dimensions?: number;
}

const flavour: ChatFlavour = {
  head: (model) => ({
    id: 'chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT',
    created: 1_764_000_000,
    model,
    service_tier: 'default',
    system_fingerprint: 'fp_38647f5e19',
  }),
  usage: openAiUsage,
  usageIn: 'own-chunk',
  saysNullUsage: true,
};

export const read = <Schema extends z.ZodType>(schema: Schema, { seen }: ReceivedCall): z.infer<Schema> => {
  const request = schema.safeParse(seen.body);
  if (request.success) return request.data;
  throw invalidBody(request.error);
};

const thinks = /^(?:o\d|gpt-5)/;

const unsupported = (param: string, message: string): Error =>
  openAiProblem(400, { message, type: 'invalid_request_error', param, code: 'unsupported_parameter' });

/** What is right by its shape and wrong all the same. */
export const checkChat = (request: ChatRequest): void => {
  const { model, max_tokens: maxTokens, temperature } = request;
  if (thinks.test(model) && typeof maxTokens === 'number')
    throw unsupported(
      'max_tokens',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    );
  if (thinks.test(model) && typeof temperature === 'number' && temperature !== 1)
    throw unsupported(
      'temperature',
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
    );
  if (orphanedResults(request).length > 0)
    throw openAiProblem(400, {
      message:
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      type: 'invalid_request_error',
      param: 'messages',
    });
};

export const askedOf = ({ model, stream, stream_options: options }: ChatRequest): ChatAsked => ({
  model,
  stream: stream === true,
  wantsUsage: options?.include_usage === true,
});

const requireKey = ({ seen: { headers } }: ReceivedCall, apiKeys: readonly string[]): void => {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (key === undefined) throw missingKey();
  if (!apiKeys.includes(key)) throw wrongKey(key);
};

const limits = {
  'openai-organization': 'org-4Zx',
  'openai-processing-ms': '412',
  'openai-version': '2020-10-01',
  'x-ratelimit-limit-requests': '500',
  'x-ratelimit-limit-tokens': '200000',
  'x-ratelimit-remaining-requests': '499',
  'x-ratelimit-remaining-tokens': '199987',
  'x-ratelimit-reset-requests': '120ms',
  'x-ratelimit-reset-tokens': '3ms',
  'x-request-id': 'req_8f4e7a52',
};

export const withHeaders = (response: Response, headers: Readonly<Record<string, string>>): Response => {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
};

/** OpenAI: chat completions, responses, completions and embeddings. */
export const createOpenAiServer = ({ apiKeys, script, dimensions = 8 }: OpenAiServerOptions): WireServer => {
  const said = ({ seen }: ReceivedCall): WireAnswer => {
    const answer = script(seen);
    if (isRefusal(answer)) throw openAiRefusal(answer);
    return answer;
  };
  const routes: Readonly<Record<string, (call: ReceivedCall) => Response>> = {
    '/v1/chat/completions': (call) => {
      const request = read(chatRequestSchema, call);
      checkChat(request);
      return answerChat(flavour, askedOf(request), { answer: said(call), seen: call.seen });
    },
    '/v1/responses': (call) => {
      const { model, stream } = read(responsesRequestSchema, call);
      return answerResponses({ model, stream: stream === true }, { answer: said(call), seen: call.seen });
    },
    '/v1/completions': (call) => answerCompletion(call.seen, said(call)),
    '/v1/embeddings': (call) => {
      said(call);
      return answerEmbeddings(call.seen, dimensions);
    },
  };
  return createWireServer((call) => {
    const { pathname } = call.url;
    const route = call.request.method === 'POST' ? routes[pathname] : undefined;
    requireKey(call, apiKeys);
    if (route === undefined) throw noSuchPath(call.request.method, pathname);
    return withHeaders(route(call), limits);
  });
};
