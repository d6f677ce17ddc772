import type { z } from 'zod';
import type { Json } from '#kernel';
import { answerMessages } from './anthropic-reply.ts';
import { messagesRequestSchema, unpairedCalls, type MessagesRequest } from './anthropic-request.ts';
import { withHeaders } from './openai.ts';
import {
  createWireServer,
  isRefusal,
  WireProblem,
  type ReceivedCall,
  type WireAnswer,
  type WireRefusal,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface AnthropicServerOptions {
  readonly apiKeys: readonly string[];
  readonly script: WireScript;
}

const requestId = 'req_011CSHoEeqs5C35K2UUqR7Fy';

const problem = (status: number, error: Json, headers: Readonly<Record<string, string>> = {}): WireProblem =>
  new WireProblem(
    Response.json(
      { type: 'error', error, request_id: requestId },
      { status, headers: { 'request-id': requestId, ...headers } },
    ),
  );

const invalid = (message: string): WireProblem => problem(400, { type: 'invalid_request_error', message });

const refusals: Readonly<Record<WireRefusal['refuse'], (wait: number) => WireProblem>> = {
  limit: (wait) =>
    problem(
      429,
      {
        type: 'rate_limit_error',
        message:
          "This request would exceed your organization's rate limit of 50,000 input tokens per minute. For details, refer to: https://docs.anthropic.com/en/api/rate-limits.",
      },
      {
        'retry-after': String(wait / 1000),
        'x-should-retry': 'true',
        'anthropic-ratelimit-input-tokens-remaining': '0',
      },
    ),
  quota: () =>
    invalid(
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
  overloaded: () => problem(529, { type: 'overloaded_error', message: 'Overloaded' }),
  failed: () => problem(500, { type: 'api_error', message: 'Internal server error' }),
  context: () => invalid('prompt is too long: 208310 tokens > 200000 maximum'),
  invalid: () => invalid('messages: roles must alternate between "user" and "assistant"'),
};

const versions: ReadonlySet<string> = new Set(['2023-06-01', '2026-10-21']);

/** Since the second version, how tokens are drawn is the model's own matter. */
const checkSampling = ({ seen: { headers } }: ReceivedCall, request: MessagesRequest): void => {
  if (headers['anthropic-version'] === '2023-06-01') return;
  for (const name of ['temperature', 'top_p', 'top_k'] as const)
    if (request[name] !== undefined) throw invalid(`${name}: Extra inputs are not permitted`);
};

const requireHeaders = ({ seen: { headers } }: ReceivedCall, apiKeys: readonly string[]): void => {
  const bearer = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  const key = headers['x-api-key'] ?? bearer;
  if (key === undefined) throw problem(401, { type: 'authentication_error', message: 'x-api-key header is required' });
  if (!apiKeys.includes(key)) throw problem(401, { type: 'authentication_error', message: 'invalid x-api-key' });
  const version = headers['anthropic-version'];
  if (version === undefined) throw invalid('anthropic-version: header is required');
  if (!versions.has(version)) throw invalid(`anthropic-version: "${version}" is not a valid version`);
};

const messageOf = ({ issues }: z.ZodError): string => {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: Extra inputs are not permitted`;
  return `${issue?.path.map(String).join('.') ?? 'body'}: ${issue?.message ?? 'Input should be a valid dictionary'}`;
};

const read = (call: ReceivedCall): MessagesRequest => {
  const request = messagesRequestSchema.safeParse(call.seen.body);
  if (!request.success) throw invalid(messageOf(request.error));
  checkSampling(call, request.data);
  const [unpaired] = unpairedCalls(request.data);
  if (unpaired === undefined) return request.data;
  throw invalid(
    `messages: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${unpaired}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  );
};

const limits = {
  date: 'Sun, 30 Nov 2025 12:00:00 GMT',
  'anthropic-organization-id': '4a1a6a0e-0000-4000-8000-000000000000',
  'anthropic-ratelimit-requests-limit': '50',
  'anthropic-ratelimit-requests-remaining': '49',
  'anthropic-ratelimit-requests-reset': '2025-11-30T12:00:01.200Z',
  'anthropic-ratelimit-tokens-limit': '60000',
  'anthropic-ratelimit-tokens-remaining': '59000',
  'anthropic-ratelimit-tokens-reset': '2025-11-30T12:00:01Z',
  'request-id': requestId,
};

/** Anthropic: `POST /v1/messages`. */
export const createAnthropicServer = ({ apiKeys, script }: AnthropicServerOptions): WireServer =>
  createWireServer((call) => {
    requireHeaders(call, apiKeys);
    const { pathname } = call.url;
    if (pathname !== '/v1/messages' || call.request.method !== 'POST')
      throw problem(404, { type: 'not_found_error', message: 'Not Found' });
    const { model, stream = false } = read(call);
    const answer: WireAnswer | WireRefusal = script(call.seen);
    if (isRefusal(answer)) throw refusals[answer.refuse](answer.retryAfterMs ?? 2000);
    const place = { model, id: 'msg_01XFDUDYJgAACzvnptvVoYEL' };
    return withHeaders(answerMessages(place, stream, { answer, seen: call.seen }), limits);
  });
