import { z } from 'zod';
import type { TraceSpan } from '../../api/schemas.ts';

const partSchema = z.object({ content: z.string().nullish(), text: z.string().nullish() });
const toolCallSchema = z.object({ name: z.string(), arguments: z.unknown() });

const messageSchema = z.object({
  role: z.string(),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
  parts: z.array(partSchema).nullish(),
  toolCalls: z.array(toolCallSchema).nullish(),
});

const passageSchema = z.object({
  documentId: z.string(),
  heading: z.string().nullish(),
  headingPath: z.array(z.string()).nullish(),
  score: z.number(),
  text: z.string().nullish(),
  start: z.number().nullish(),
  end: z.number().nullish(),
});

export interface ChatMessage {
  readonly role: string;
  readonly text: string;
  readonly toolCalls: readonly { readonly name: string; readonly input: string }[];
}

export type ShownPassage = z.infer<typeof passageSchema>;

/** Attributes may hold JSON as text. */
const unfold = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''));

const toMessage = ({ role, content, parts, toolCalls }: z.infer<typeof messageSchema>): ChatMessage => ({
  role,
  text:
    typeof content === 'string'
      ? content
      : [...(content ?? []), ...(parts ?? [])].map((part) => part.content ?? part.text ?? '').join('\n'),
  toolCalls: (toolCalls ?? []).map((call) => ({ name: call.name, input: shown(call.arguments) })),
});

const messagesIn = (value: unknown, role: string): readonly ChatMessage[] => {
  const read = z.array(messageSchema).safeParse(unfold(value));
  if (read.success) return read.data.map(toMessage);
  return typeof value === 'string' && value !== '' ? [{ role, text: value, toolCalls: [] }] : [];
};

const questionKeys = ['gen_ai.input.messages', 'throughline.messages', 'throughline.question'];
const answerKeys = ['gen_ai.output.messages', 'throughline.output', 'throughline.answer'];
const toolKeys = { input: 'gen_ai.tool.call.arguments', output: 'gen_ai.tool.call.result' } as const;

const firstOf = ({ attributes }: TraceSpan, keys: readonly string[]): unknown =>
  keys.map((key) => attributes[key]).find((value) => value !== undefined);

/** What was said in a span, in and out. */
export const messagesOf = (span: TraceSpan): readonly ChatMessage[] => [
  ...messagesIn(firstOf(span, questionKeys), 'user'),
  ...messagesIn(firstOf(span, answerKeys), 'assistant'),
];

/** The passages that a span found: any attribute that is a list of documents with scores. */
export const passagesOf = ({ attributes }: TraceSpan): readonly ShownPassage[] => {
  for (const value of Object.values(attributes)) {
    const read = z.array(passageSchema).safeParse(unfold(value));
    if (read.success && read.data.length > 0) return read.data;
  }
  return [];
};

export interface ToolUse {
  readonly input: string | undefined;
  readonly output: string | undefined;
}

/** Arguments and result of a tool call. */
export const toolUseOf = ({ attributes }: TraceSpan): ToolUse | undefined => {
  const input = attributes[toolKeys.input];
  const output = attributes[toolKeys.output];
  if (input === undefined && output === undefined) return undefined;
  return {
    input: input === undefined ? undefined : shown(unfold(input)),
    output: output === undefined ? undefined : shown(unfold(output)),
  };
};

const rendered = new Set([...questionKeys, ...answerKeys, ...Object.values(toolKeys)]);

/** What is left of the attributes when content is shown by itself. */
export const plainAttributes = ({ attributes }: TraceSpan): readonly (readonly [string, unknown])[] =>
  Object.entries(attributes).filter(
    ([name, value]) => !rendered.has(name) && !z.array(passageSchema).min(1).safeParse(unfold(value)).success,
  );
