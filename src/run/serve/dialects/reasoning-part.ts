import type {
  LanguageModelV4ReasoningPart,
  LanguageModelV4ToolCallPart,
  SharedV4ProviderMetadata,
} from '@ai-sdk/provider';

const find = (metadata: SharedV4ProviderMetadata | undefined, name: string): string | undefined => {
  for (const own of Object.values(metadata ?? {})) {
    const value = own[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
};

/** What a provider wants back with a thought: its signature, the thought itself in its own cipher, an id. */
export const reasoningMarks = (metadata: SharedV4ProviderMetadata | undefined) => ({
  signature: find(metadata, 'signature'),
  redacted: find(metadata, 'redactedData'),
  encrypted: find(metadata, 'reasoningEncryptedContent'),
  itemId: find(metadata, 'itemId'),
});

/** Gemini wants this back with a tool call. */
export const thoughtSignature = (metadata: SharedV4ProviderMetadata | undefined): string | undefined =>
  find(metadata, 'thoughtSignature');

/** Every provider reads only its own namespace, so a mark is put into all that might have made it. */
export const signedReasoning = (text: string, signature: string): LanguageModelV4ReasoningPart => ({
  type: 'reasoning',
  text,
  ...(signature === '' ? {} : { providerOptions: { anthropic: { signature }, bedrock: { signature } } }),
});

export const redactedReasoning = (redactedData: string): LanguageModelV4ReasoningPart => ({
  type: 'reasoning',
  text: '',
  providerOptions: { anthropic: { redactedData }, bedrock: { redactedData } },
});

/** Whether a thought can be shown to the provider that had it. */
export const isSigned = ({ providerOptions }: LanguageModelV4ReasoningPart): boolean => providerOptions !== undefined;

/** The options of a tool call that carries a thought signature. */
export const callOptions = (
  signature: string | undefined,
): Pick<LanguageModelV4ToolCallPart, 'providerOptions'> | Record<never, never> =>
  signature === undefined
    ? {}
    : { providerOptions: { google: { thoughtSignature: signature }, vertex: { thoughtSignature: signature } } };
