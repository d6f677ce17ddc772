import type { JSONSchema7, LanguageModelV4CallOptions, LanguageModelV4Message } from '@ai-sdk/provider';
import type { Json } from '#kernel';
import type { Message } from '../contract.ts';
import type { CompletionRequest } from '../port.ts';

const isSchema = (given: unknown): given is JSONSchema7 =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

const schemaOf = (given: Json): JSONSchema7 => (isSchema(given) ? given : { type: 'object' });

/** Arguments that a model wrote as text; what is no JSON goes back as the text it was. */
const parseArguments = (text: string): unknown => {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return text;
  }
};

const toolNames = (messages: readonly Message[]): ReadonlyMap<string, string> =>
  new Map(messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id, name }) => [id, name] as const)));

const assistantMessage = ({ content, toolCalls = [] }: Message): LanguageModelV4Message => ({
  role: 'assistant',
  content: [
    ...(content === '' ? [] : [{ type: 'text', text: content } as const]),
    ...toolCalls.map(({ id, name, arguments: text }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: name,
      input: parseArguments(text),
    })),
  ],
});

const promptMessage = (message: Message, names: ReadonlyMap<string, string>): LanguageModelV4Message => {
  const { role, content, toolCallId = '' } = message;
  if (role === 'system') return { role, content };
  if (role === 'user') return { role, content: [{ type: 'text', text: content }] };
  if (role === 'assistant') return assistantMessage(message);
  const toolName = names.get(toolCallId) ?? 'tool';
  return {
    role,
    content: [{ type: 'tool-result', toolCallId, toolName, output: { type: 'text', value: content } }],
  };
};

/** Our request in the words of the AI SDK. */
export const callOptionsOf = (request: CompletionRequest, abortSignal: AbortSignal): LanguageModelV4CallOptions => {
  const { messages, maxTokens, temperature, seed, stop, tools = [], responseSchema } = request;
  const names = toolNames(messages);
  return {
    prompt: messages.map((message) => promptMessage(message, names)),
    maxOutputTokens: maxTokens,
    temperature,
    abortSignal,
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function' as const,
            name,
            description,
            inputSchema: schemaOf(parameters),
          })),
        }),
    ...(responseSchema === undefined
      ? {}
      : { responseFormat: { type: 'json', name: 'answer', schema: schemaOf(responseSchema) } }),
  };
};
