import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#kernel';
import type { Message } from '#build/models/contract';
import type { Question } from '#build/strategy';
import { serveFaults } from './errors.ts';

const partSchema = z.union([
  z.object({ type: z.enum(['text', 'input_text']), text: z.string() }),
  z.object({ type: z.literal('refusal'), refusal: z.string() }),
  z.object({ type: z.string() }),
]);

const chatMessageSchema = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(partSchema).max(100)]).nullish(),
});

/** Body of POST /v1/chat/completions: OpenAI's shape; fields that a released strategy decides itself are ignored. */
export const chatRequestSchema = z.object({
  model: z.string().max(200).default('throughline'),
  messages: z.array(chatMessageSchema).min(1).max(500),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, 'only one choice is made').nullish(),
  user: z.string().max(1000).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

export type ChatRequest = z.infer<typeof chatRequestSchema>;
type ChatMessage = ChatRequest['messages'][number];

const partText = (part: z.infer<typeof partSchema>): string | undefined => {
  if ('text' in part) return part.text;
  return 'refusal' in part ? part.refusal : undefined;
};

const textOf = ({ content }: ChatMessage): Result<string, string> => {
  if (typeof content === 'string') return ok(content);
  const texts: string[] = [];
  for (const part of content ?? []) {
    const text = partText(part);
    if (text === undefined) return err(`content parts of type ${part.type} are not read, only text`);
    texts.push(text);
  }
  return ok(texts.join('\n'));
};

const roles = { system: 'system', developer: 'system', user: 'user', assistant: 'assistant' } as const;

const toHistory = (messages: readonly ChatMessage[]): Result<readonly Message[], string> => {
  const history: Message[] = [];
  for (const message of messages) {
    if (message.role === 'tool' || message.role === 'function') continue;
    const text = textOf(message);
    if (!text.ok) return text;
    if (text.value !== '') history.push({ role: roles[message.role], content: text.value });
  }
  return ok(history);
};

const invalid = (problem: string): Fault => serveFaults.fault('SERVE_REQUEST_INVALID', { problem });

/** The last user message as the question; what stands before it as its history. */
export const toQuestion = ({ messages }: ChatRequest): Result<Question, Fault> => {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const message = messages[last];
  if (message === undefined) return err(invalid('messages: there is no message with role "user".'));
  const text = textOf(message);
  if (!text.ok) return err(invalid(`messages.${last}.content: ${text.error}.`));
  if (text.value.trim() === '') return err(invalid(`messages.${last}.content: the text is empty.`));
  const history = toHistory(messages.slice(0, last));
  if (!history.ok) return err(invalid(`messages: ${history.error}.`));
  return ok(history.value.length > 0 ? { text: text.value, history: history.value } : { text: text.value });
};
