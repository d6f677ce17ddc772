import { z } from 'zod';
import type { WireError } from '../provider-wire.ts';
import { askedWaitMs } from './header-times.ts';

const text = z.union([z.string(), z.number()]).transform(String).catch('');

const errorSchema = z.object({ message: z.json().optional(), type: text, code: text, param: text });

/** OpenAI's object; Mistral's and vLLM's older one, which is the error itself; a text, as Ollama gave it. */
const bodySchema = z.union([
  z.object({ error: errorSchema }).transform(({ error }) => error),
  z.object({ error: z.string() }).transform(({ error }) => ({ message: error, type: '', code: '', param: '' })),
  z.object({ detail: z.json() }).transform(({ detail }) => ({ message: detail, type: '', code: '', param: '' })),
  errorSchema,
]);

type Said = Readonly<{ message: string; type: string; code: string }>;

const longestMessage = 2000;

const messageOf = (message: unknown, fallback: string): string => {
  if (typeof message === 'string') return message.slice(0, longestMessage);
  return message === undefined || message === null ? fallback : JSON.stringify(message).slice(0, longestMessage);
};

const read = (status: number, body: Uint8Array): Said => {
  const raw = new TextDecoder().decode(body.subarray(0, 64 * 1024));
  const unread = { message: raw.trim().slice(0, 300) || `HTTP ${status}`, type: '', code: '' };
  try {
    const { data } = bodySchema.safeParse(JSON.parse(raw));
    return data === undefined ? unread : { ...data, message: messageOf(data.message, unread.message) };
  } catch {
    return unread;
  }
};

const isContext = ({ code, message }: Said): boolean =>
  code === 'context_length_exceeded' ||
  /maximum context length|context (?:window|length|size)|exceeds? the (?:available |model's )?context|prompt is too long|too many tokens|too large for model|`inputs` tokens \+/i.test(
    message,
  );

const isPolicy = ({ code, type, message }: Said): boolean =>
  /content_filter|content_policy|moderation|responsibleai/i.test(`${code} ${type}`) ||
  /content management policy|content policy|flagged|safety system|requires moderation/i.test(message);

/** No money, no access, or a model that this key does not have: none of them gets better by itself. */
const isAccount = (status: number, { code, type }: Said): boolean =>
  /insufficient_quota|billing|invalid_api_key|model_not_found|DeploymentNotFound|access_terminated/i.test(
    `${code} ${type}`,
  ) || [401, 402, 403].includes(status);

const isOverloaded = (status: number, { code, type }: Said): boolean =>
  [498, 503, 529].includes(status) || /overloaded|capacity_exceeded/i.test(`${code} ${type}`);

type Rule = readonly [WireError['kind'], (status: number, said: Said) => boolean];

/** The first rule that holds says what an error is. */
const rules: readonly Rule[] = [
  ['policy', (status, said) => status < 500 && isPolicy(said)],
  ['credentials', isAccount],
  ['context', (status, said) => status === 413 || (status < 500 && status !== 429 && isContext(said))],
  ['overloaded', isOverloaded],
  ['limit', (status) => status === 429],
  ['failed', (status) => status >= 500 || status === 408 || status === 409],
];

const kindOf = (status: number, said: Said): WireError['kind'] =>
  rules.find(([, holds]) => holds(status, said))?.[0] ?? 'invalid';

/** What an error means that has the shape of OpenAI's, or of one of the servers that took it over. */
export const readOpenAiError = (
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): WireError => {
  const said = read(status, body);
  const retryAfterMs = askedWaitMs(headers);
  return {
    kind: kindOf(status, said),
    message: said.message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
};
