import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ReasoningPart,
  LanguageModelV4TextPart,
  LanguageModelV4ToolCallPart,
  LanguageModelV4ToolResultOutput,
} from '@ai-sdk/provider';
import { err, ok, type Result } from '#kernel';
import { partOptions } from '../cache-marker.ts';
import { objectOf, parseArguments, textOf } from '../json-value.ts';
import { callOptions, redactedReasoning, signedReasoning } from '../reasoning-part.ts';
import { decodeParts } from './decode-part.ts';
import type { ChatMessage, MessageOf } from './schema.ts';

type System = MessageOf<'system' | 'developer'>;
type Assistant = MessageOf<'assistant'>;
type Decoded = Result<readonly LanguageModelV4Message[], string>;

const nameOptions = (name: string | undefined) => (name === undefined ? {} : { openai: { name } });

/** One message a part, so that each keeps its cache marker. */
const decodeSystem = ({ content, cache_control, name }: System): readonly LanguageModelV4Message[] => {
  const parts = typeof content === 'string' ? [{ text: content, cache_control }] : content;
  return parts.map((part, index) => ({
    role: 'system',
    content: part.text,
    ...partOptions(part.cache_control ?? (index === parts.length - 1 ? cache_control : undefined), nameOptions(name)),
  }));
};

const decodeReasoning = ({ thinking_blocks, reasoning_content }: Assistant): LanguageModelV4ReasoningPart[] => {
  const blocks = (thinking_blocks ?? []).map((block) =>
    block.type === 'thinking' ? signedReasoning(block.thinking, block.signature ?? '') : redactedReasoning(block.data),
  );
  if (blocks.length > 0 || typeof reasoning_content !== 'string' || reasoning_content === '') return blocks;
  return [{ type: 'reasoning', text: reasoning_content }];
};

const decodeText = ({ content, refusal }: Assistant): LanguageModelV4TextPart[] => {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  const parts = (content ?? []).map((part): LanguageModelV4TextPart =>
    part.type === 'text'
      ? { type: 'text', text: part.text, ...partOptions(part.cache_control) }
      : { type: 'text', text: part.refusal },
  );
  return parts.length === 0 && typeof refusal === 'string' ? [{ type: 'text', text: refusal }] : parts;
};

const decodeCalls = ({ tool_calls }: Assistant): LanguageModelV4ToolCallPart[] =>
  (tool_calls ?? []).map(({ id, function: { name, arguments: given }, extra_content }) => ({
    type: 'tool-call',
    toolCallId: id,
    toolName: name,
    input: parseArguments(given),
    ...callOptions(textOf(objectOf(objectOf(extra_content)['google'])['thought_signature'])),
  }));

const decodeAssistant = (message: Assistant): LanguageModelV4Message => ({
  role: 'assistant',
  content: [...decodeReasoning(message), ...decodeText(message), ...decodeCalls(message)],
  ...partOptions(message.cache_control, nameOptions(message.name)),
});

const decodeOutput = (content: MessageOf<'tool'>['content']): Result<LanguageModelV4ToolResultOutput, string> => {
  if (typeof content === 'string') return ok({ type: 'text', value: content });
  const parts = decodeParts(content);
  return parts.ok ? ok({ type: 'content', value: parts.value }) : parts;
};

const decodeResult = (message: MessageOf<'tool'>, names: ReadonlyMap<string, string>): Decoded => {
  const output = decodeOutput(message.content);
  if (!output.ok) return output;
  const toolName = names.get(message.tool_call_id) ?? message.name ?? 'unknown';
  const options = partOptions(message.cache_control);
  return ok([
    {
      role: 'tool',
      content: [{ type: 'tool-result', toolCallId: message.tool_call_id, toolName, output: output.value, ...options }],
    },
  ]);
};

const decodeUser = ({ content, cache_control, name }: MessageOf<'user'>): Decoded => {
  const parts = decodeParts(content);
  if (!parts.ok) return parts;
  return ok([{ role: 'user', content: parts.value, ...partOptions(cache_control, nameOptions(name)) }]);
};

const decodeMessage = (message: ChatMessage, names: ReadonlyMap<string, string>): Decoded => {
  switch (message.role) {
    case 'user':
      return decodeUser(message);
    case 'assistant':
      return ok([decodeAssistant(message)]);
    case 'tool':
      return decodeResult(message, names);
    default:
      return ok(decodeSystem(message));
  }
};

/** The conversation in the order it was sent. The problem names its place. */
export const decodeMessages = (messages: readonly ChatMessage[]): Result<LanguageModelV4Prompt, string> => {
  const [prompt, names]: [LanguageModelV4Prompt, Map<string, string>] = [[], new Map()];
  for (const [index, message] of messages.entries()) {
    if (message.role === 'assistant')
      for (const { id, function: called } of message.tool_calls ?? []) names.set(id, called.name);
    const decoded = decodeMessage(message, names);
    if (!decoded.ok) return err(`messages.${index}.${decoded.error}`);
    prompt.push(...decoded.value);
  }
  return ok(prompt);
};
