import type {
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4TextPart,
} from '@ai-sdk/provider';
import { err, ok, type Result } from '#kernel';
import { fileFromUrl, inlineFile, storedFile, type FileSource } from '../file-source.ts';
import { parseArguments } from '../json-value.ts';
import { unsealThought } from '../sealed-thought.ts';
import type { Item, ItemOf, Part, ResponsesBody } from './schema.ts';

type InputPart = LanguageModelV4TextPart | LanguageModelV4FilePart;
type AssistantPart = Extract<LanguageModelV4Message, { role: 'assistant' }>['content'][number];
type PartOf<Type extends Part['type']> = Extract<Part, { type: Type }>;

const imageSource = ({ image_url, file_id }: PartOf<'input_image'>): FileSource | undefined => {
  if (typeof file_id === 'string') return storedFile('openai', file_id, 'image');
  return typeof image_url === 'string' ? fileFromUrl(image_url, 'image') : undefined;
};

const fileSource = ({ file_data, file_url, file_id }: PartOf<'input_file'>): FileSource | undefined => {
  const fallback = 'application/pdf';
  if (typeof file_id === 'string') return storedFile('openai', file_id, fallback);
  if (typeof file_url === 'string') return fileFromUrl(file_url, fallback);
  if (typeof file_data !== 'string' || file_data === '') return undefined;
  return file_data.startsWith('data:') ? fileFromUrl(file_data, fallback) : inlineFile(file_data, fallback);
};

const decodePart = (part: Part): Result<InputPart, string> => {
  switch (part.type) {
    case 'refusal':
      return ok({ type: 'text', text: part.refusal });
    case 'input_image': {
      const source = imageSource(part);
      if (source === undefined) return err('image_url: it must be a data URL or an http(s) URL');
      const options =
        typeof part.detail === 'string' ? { providerOptions: { openai: { imageDetail: part.detail } } } : {};
      return ok({ type: 'file', ...source, ...options });
    }
    case 'input_file': {
      const source = fileSource(part);
      if (source === undefined) return err('file_data: it needs `file_data`, `file_url` or `file_id`');
      return ok({ type: 'file', ...source, ...(typeof part.filename === 'string' ? { filename: part.filename } : {}) });
    }
    case 'input_audio':
      return ok({ type: 'file', ...inlineFile(part.input_audio.data, `audio/${part.input_audio.format}`) });
    default:
      return ok({ type: 'text', text: part.text });
  }
};

const decodeParts = (content: string | readonly Part[]): Result<InputPart[], string> => {
  if (typeof content === 'string') return ok([{ type: 'text', text: content }]);
  const parts: InputPart[] = [];
  for (const [index, part] of content.entries()) {
    const decoded = decodePart(part);
    if (!decoded.ok) return err(`content.${index}.${decoded.error}`);
    parts.push(decoded.value);
  }
  return ok(parts);
};

const textOf = (parts: readonly InputPart[]): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

/** Items of the model stand one by one here, and together in one message everywhere else. */
const addSaid = (prompt: LanguageModelV4Prompt, parts: readonly AssistantPart[]): void => {
  const last = prompt.at(-1);
  if (last?.role === 'assistant') last.content.push(...parts);
  else prompt.push({ role: 'assistant', content: [...parts] });
};

const addOutput = (
  prompt: LanguageModelV4Prompt,
  { call_id, output }: ItemOf<'function_call_output'>,
  toolName: string,
): string | undefined => {
  const parts = decodeParts(output);
  if (!parts.ok) return parts.error;
  const result = {
    type: 'tool-result' as const,
    toolCallId: call_id,
    toolName,
    output:
      typeof output === 'string'
        ? ({ type: 'text', value: output } as const)
        : ({ type: 'content', value: parts.value } as const),
  };
  const last = prompt.at(-1);
  if (last?.role === 'tool') last.content.push(result);
  else prompt.push({ role: 'tool', content: [result] });
  return undefined;
};

const addMessage = (prompt: LanguageModelV4Prompt, { role, content }: ItemOf<'message'>): string | undefined => {
  const parts = decodeParts(content);
  if (!parts.ok) return parts.error;
  if (role === 'user') prompt.push({ role, content: parts.value });
  else if (role === 'assistant') addSaid(prompt, parts.value);
  else prompt.push({ role: 'system', content: textOf(parts.value) });
  return undefined;
};

const addItem = (prompt: LanguageModelV4Prompt, item: Item, names: Map<string, string>): string | undefined => {
  switch (item.type) {
    case 'message':
      return addMessage(prompt, item);
    case 'function_call': {
      names.set(item.call_id, item.name);
      const input = parseArguments(item.arguments);
      addSaid(prompt, [{ type: 'tool-call', toolCallId: item.call_id, toolName: item.name, input }]);
      return undefined;
    }
    case 'reasoning': {
      const text = [...(item.content ?? []), ...item.summary].map((part) => part.text).join('\n\n');
      addSaid(prompt, [unsealThought(text, item.encrypted_content ?? undefined, item.id)]);
      return undefined;
    }
    default:
      return addOutput(prompt, item, names.get(item.call_id) ?? 'unknown');
  }
};

/** The conversation in the order it was sent. The problem names its place. */
export const decodeInput = ({ input, instructions }: ResponsesBody): Result<LanguageModelV4Prompt, string> => {
  const prompt: LanguageModelV4Prompt = [];
  if (typeof instructions === 'string' && instructions !== '') prompt.push({ role: 'system', content: instructions });
  if (typeof input === 'string') return ok([...prompt, { role: 'user', content: [{ type: 'text', text: input }] }]);
  const names = new Map<string, string>();
  for (const [index, item] of input.entries()) {
    const problem = addItem(prompt, item, names);
    if (problem !== undefined) return err(`input.${index}.${problem}`);
  }
  return prompt.length === 0 ? err('input: it is empty') : ok(prompt);
};
