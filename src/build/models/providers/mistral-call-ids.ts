import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { hashOf } from '#kernel';

const isOwn = (id: string): boolean => /^[a-zA-Z0-9]{9}$/.test(id);

/** Nine letters and digits, the same for the same id. */
const ownId = (id: string): string =>
  isOwn(id)
    ? id
    : hashOf(id)
        .replaceAll(/[^a-zA-Z0-9]/g, '')
        .slice(-9);

const withOwnIds = (prompt: LanguageModelV4Prompt): LanguageModelV4Prompt =>
  prompt.map((message) => {
    if (message.role === 'assistant')
      return {
        ...message,
        content: message.content.map((part) =>
          'toolCallId' in part ? { ...part, toolCallId: ownId(part.toolCallId) } : part,
        ),
      };
    if (message.role !== 'tool') return message;
    return {
      ...message,
      content: message.content.map((part) =>
        part.type === 'tool-result' ? { ...part, toolCallId: ownId(part.toolCallId) } : part,
      ),
    };
  });

const translated = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions => ({
  ...options,
  prompt: withOwnIds(options.prompt),
});

/** Mistral takes ids of calls in its own form only; a conversation that began with another provider has others. */
export const withMistralCallIds = (model: LanguageModelV4): LanguageModelV4 => ({
  specificationVersion: 'v4',
  provider: model.provider,
  modelId: model.modelId,
  supportedUrls: model.supportedUrls,
  doGenerate: (options) => model.doGenerate(translated(options)),
  doStream: (options) => model.doStream(translated(options)),
});
