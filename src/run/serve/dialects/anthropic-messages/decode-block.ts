import type {
  LanguageModelV4FilePart,
  LanguageModelV4ReasoningPart,
  LanguageModelV4TextPart,
  LanguageModelV4ToolCallPart,
  LanguageModelV4ToolResultOutput,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import { err, ok, type Result } from '#kernel';
import { partOptions } from '../cache-marker.ts';
import { fileFromUrl, inlineFile, storedFile, type FileSource } from '../file-source.ts';
import { isObject } from '../json-value.ts';
import { redactedReasoning, signedReasoning } from '../reasoning-part.ts';
import type { AssistantBlock, FileBlock, TextBlock, ToolResultBlock } from './schema.ts';

export const decodeText = ({ text, cache_control }: TextBlock): LanguageModelV4TextPart => ({
  type: 'text',
  text,
  ...partOptions(cache_control),
});

const sourceOf = ({ source, type }: FileBlock): FileSource | undefined => {
  const fallback = type === 'image' ? 'image' : 'application/pdf';
  switch (source.type) {
    case 'base64':
      return inlineFile(source.data, source.media_type);
    case 'url':
      return fileFromUrl(source.url, fallback);
    case 'file':
      return storedFile('anthropic', source.file_id, fallback);
    default:
      return { mediaType: source.media_type, data: { type: 'text', text: source.data } };
  }
};

const fileOptions = ({ title, context, citations }: FileBlock) => {
  const own = {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof context === 'string' ? { context } : {}),
    ...(isObject(citations) ? { citations: { enabled: citations['enabled'] === true } } : {}),
  };
  return own;
};

export const decodeFile = (block: FileBlock): Result<LanguageModelV4FilePart, string> => {
  const source = sourceOf(block);
  if (source === undefined) return err('source.url: it must be a data URL or an http(s) URL');
  const own = fileOptions(block);
  const marked = partOptions(block.cache_control);
  const anthropic = { ...marked.providerOptions?.['anthropic'], ...own };
  const options =
    Object.keys(own).length === 0 ? marked : { providerOptions: { ...marked.providerOptions, anthropic } };
  const name = typeof block.title === 'string' ? { filename: block.title } : {};
  return ok({ type: 'file', ...source, ...name, ...options });
};

const decodeOutput = ({ content, is_error }: ToolResultBlock): Result<LanguageModelV4ToolResultOutput, string> => {
  if (typeof content === 'string' || content === undefined)
    return ok({ type: is_error === true ? 'error-text' : 'text', value: content ?? '' });
  if (is_error === true && content.every((block) => block.type === 'text'))
    return ok({ type: 'error-text', value: content.map(({ text }) => text).join('\n') });
  const value: Extract<LanguageModelV4ToolResultOutput, { type: 'content' }>['value'] = [];
  for (const [index, block] of content.entries()) {
    const decoded = block.type === 'text' ? ok(decodeText(block)) : decodeFile(block);
    if (!decoded.ok) return err(`content.${index}.${decoded.error}`);
    value.push(decoded.value);
  }
  return ok({ type: 'content', value });
};

export const decodeResult = (
  block: ToolResultBlock,
  names: ReadonlyMap<string, string>,
): Result<LanguageModelV4ToolResultPart, string> => {
  const output = decodeOutput(block);
  if (!output.ok) return output;
  return ok({
    type: 'tool-result',
    toolCallId: block.tool_use_id,
    toolName: names.get(block.tool_use_id) ?? 'unknown',
    output: output.value,
    ...partOptions(block.cache_control),
  });
};

/** What the model said, thought and called before. */
export const decodeSaid = (
  block: AssistantBlock,
): LanguageModelV4TextPart | LanguageModelV4ReasoningPart | LanguageModelV4ToolCallPart => {
  switch (block.type) {
    case 'text':
      return decodeText(block);
    case 'thinking':
      return signedReasoning(block.thinking, block.signature);
    case 'redacted_thinking':
      return redactedReasoning(block.data);
    default: {
      const { id, name, input, cache_control } = block;
      return { type: 'tool-call', toolCallId: id, toolName: name, input, ...partOptions(cache_control) };
    }
  }
};
