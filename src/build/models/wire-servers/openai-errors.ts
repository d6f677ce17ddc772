import type { z } from 'zod';
import type { Json } from '#kernel';
import { WireProblem, type WireRefusal } from './wire-server.ts';

export interface OpenAiErrorBody {
  readonly message: string;
  readonly type: string;
  readonly param?: string | null;
  readonly code?: string | null;
}

export const jsonProblem = (status: number, body: Json, headers: Readonly<Record<string, string>> = {}): WireProblem =>
  new WireProblem(Response.json(body, { status, headers }));

export const openAiProblem = (
  status: number,
  { message, type, param = null, code = null }: OpenAiErrorBody,
  headers: Readonly<Record<string, string>> = {},
): WireProblem => jsonProblem(status, { error: { message, type, param, code } }, headers);

const request = 'invalid_request_error';

export const missingKey = (): WireProblem =>
  openAiProblem(401, {
    message:
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
    type: request,
  });

export const wrongKey = (key: string): WireProblem =>
  openAiProblem(401, {
    message: `Incorrect API key provided: ${key.slice(0, 3)}***. You can find your API key at https://platform.openai.com/account/api-keys.`,
    type: request,
    code: 'invalid_api_key',
  });

export const noSuchPath = (method: string, path: string): WireProblem =>
  openAiProblem(404, { message: `Invalid URL (${method} ${path})`, type: request });

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');

export const invalidBody = ({ issues }: z.ZodError): WireProblem => {
  const [issue] = issues;
  const param = pathOf(issue?.path ?? []);
  if (issue?.code === 'unrecognized_keys')
    return openAiProblem(400, {
      message: `Unrecognized request argument supplied: ${issue.keys.join(', ')}`,
      type: request,
    });
  return openAiProblem(400, {
    message: `Invalid value for '${param}': ${issue?.message ?? 'it is not JSON'}.`,
    type: request,
    param,
    code: 'invalid_value',
  });
};

const seconds = (milliseconds: number): string => `${milliseconds / 1000}s`;

const limitHeaders = (wait: number): Readonly<Record<string, string>> => ({
  'retry-after': String(Math.ceil(wait / 1000)),
  'retry-after-ms': String(wait),
  'x-ratelimit-remaining-tokens': '0',
  'x-ratelimit-reset-tokens': seconds(wait),
});

const refusals: Readonly<Record<WireRefusal['refuse'], (wait: number) => WireProblem>> = {
  limit: (wait) =>
    openAiProblem(
      429,
      {
        message: `Rate limit reached for gpt-4.1-mini in organization org-4Zx on tokens per min (TPM): Limit 200000, Used 199000, Requested 2000. Please try again in ${seconds(wait)}. Visit https://platform.openai.com/account/rate-limits to learn more.`,
        type: 'tokens',
        code: 'rate_limit_exceeded',
      },
      limitHeaders(wait),
    ),
  quota: () =>
    openAiProblem(429, {
      message:
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    }),
  overloaded: () =>
    openAiProblem(503, {
      message: 'The server is currently overloaded with other requests. Sorry about that! Please try again shortly.',
      type: 'server_error',
    }),
  failed: () =>
    openAiProblem(500, {
      message:
        'The server had an error while processing your request. Sorry about that! Please contact us through our help center at help.openai.com if the error persists.',
      type: 'server_error',
    }),
  context: () =>
    openAiProblem(400, {
      message:
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 200007 tokens. Please reduce the length of the messages.",
      type: request,
      param: 'messages',
      code: 'context_length_exceeded',
    }),
  invalid: () =>
    openAiProblem(400, {
      message: "Invalid schema for response_format 'answer': schema must be a JSON Schema of 'type: \"object\"'.",
      type: request,
      param: 'response_format',
    }),
};

export const openAiRefusal = ({ refuse, retryAfterMs = 2000 }: WireRefusal): WireProblem =>
  refusals[refuse](retryAfterMs);

/** An error after the stream has begun. */
export const streamError: Json = {
  error: {
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
    param: null,
    code: null,
  },
};
