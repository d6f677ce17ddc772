import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { err, ok, type Result } from '#kernel';
import { partOptions } from '../cache-marker.ts';
import { decodeFile, decodeResult, decodeSaid, decodeText } from './decode-block.ts';
import type { Message, MessagesBody, UserBlock } from './schema.ts';

type Names = ReadonlyMap<string, string>;
type Decoded = Result<readonly LanguageModelV4Message[], string>;

/** One message a block, so that each keeps its cache marker. */
export const decodeSystem = (system: MessagesBody['system']): readonly LanguageModelV4Message[] => {
  if (system === undefined || system === '') return [];
  if (typeof system === 'string') return [{ role: 'system', content: system }];
  return system.map(({ text, cache_control }) => ({ role: 'system', content: text, ...partOptions(cache_control) }));
};

/** A user's message with results of tools in it becomes messages of both roles, in the order of its blocks. */
const decodeUser = (blocks: readonly UserBlock[], names: Names): Decoded => {
  const messages: LanguageModelV4Message[] = [];
  for (const [index, block] of blocks.entries()) {
    const last = messages.at(-1);
    if (block.type === 'tool_result') {
      const result = decodeResult(block, names);
      if (!result.ok) return err(`content.${index}.${result.error}`);
      if (last?.role === 'tool') last.content.push(result.value);
      else messages.push({ role: 'tool', content: [result.value] });
      continue;
    }
    const part = block.type === 'text' ? ok(decodeText(block)) : decodeFile(block);
    if (!part.ok) return err(`content.${index}.${part.error}`);
    if (last?.role === 'user') last.content.push(part.value);
    else messages.push({ role: 'user', content: [part.value] });
  }
  return ok(messages);
};

const decodeMessage = (message: Message, names: Names): Decoded => {
  if (message.role === 'system') return ok(decodeSystem(message.content));
  if (typeof message.content === 'string')
    return ok([{ role: message.role, content: [{ type: 'text', text: message.content }] }]);
  if (message.role === 'user') return decodeUser(message.content, names);
  return ok([{ role: 'assistant', content: message.content.map(decodeSaid) }]);
};

/** The conversation in the order it was sent. The problem names its place. */
export const decodeMessages = ({ system, messages }: MessagesBody): Result<LanguageModelV4Prompt, string> => {
  const prompt: LanguageModelV4Prompt = [...decodeSystem(system)];
  const names = new Map<string, string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === 'assistant' && typeof message.content !== 'string')
      for (const block of message.content) if (block.type === 'tool_use') names.set(block.id, block.name);
    const decoded = decodeMessage(message, names);
    if (!decoded.ok) return err(`messages.${index}.${decoded.error}`);
    prompt.push(...decoded.value);
  }
  return ok(prompt);
};
