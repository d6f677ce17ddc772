import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { err, ok, type Fault, type Result } from '#kernel';
import { partOptions } from '../cache-marker.ts';
import { commonOptions } from '../common-options.ts';
import { ignoredFields } from '../ignored-fields.ts';
import { isAsked, listOf, present } from '../json-value.ts';
import { mergeOptions } from '../merge-options.ts';
import { invalidBody, parseBody, unsupported } from '../parse-body.ts';
import type { DecodedCall, JsonObject } from '../port.ts';
import { effortOf } from '../reasoning-effort.ts';
import { isSigned } from '../reasoning-part.ts';
import { decodeMessages } from './decode-messages.ts';
import { chatSchema, type ChatBody } from './schema.ts';

const api = 'Chat Completions';

const used: ReadonlySet<string> = new Set([
  ...Object.keys(chatSchema.shape),
  'model',
  'stream',
  'stream_options',
  'metadata',
  'modalities',
]);

const why = 'Calls to models of other APIs are translated, and those have nothing like it.';

/** Fields that change what is answered, so leaving them out would be a wrong answer. */
const refused: ReadonlyMap<string, string> = new Map([
  ['functions', 'Use `tools`.'],
  ['function_call', 'Use `tool_choice`.'],
  ['audio', 'Ask a model of OpenAI for audio.'],
  ['web_search_options', 'Define a tool that searches, or ask a model of OpenAI.'],
]);

const refuse = (body: JsonObject): Fault | undefined => {
  for (const [field, remedy] of refused) if (isAsked(body[field])) return unsupported(field, why, remedy);
  const isText = listOf(body['modalities']).every((modality) => modality === 'text');
  return isText ? undefined : unsupported('modalities', why, 'Ask for text only.');
};

const decodeTools = (body: ChatBody): LanguageModelV4FunctionTool[] => {
  const allowed =
    typeof body.tool_choice === 'object' && body.tool_choice?.type === 'allowed_tools'
      ? new Set(body.tool_choice.allowed_tools.tools.map((tool) => tool.function.name))
      : undefined;
  return (body.tools ?? [])
    .filter((tool) => allowed === undefined || allowed.has(tool.function.name))
    .map(({ function: { name, description, parameters, strict }, cache_control }) => ({
      type: 'function',
      name,
      inputSchema: parameters ?? { type: 'object', properties: {} },
      ...present({ description: description, strict: strict }),
      ...partOptions(cache_control),
    }));
};

const decodeChoice = ({ tool_choice: choice }: ChatBody): Pick<LanguageModelV4CallOptions, 'toolChoice'> => {
  if (choice === undefined) return {};
  if (typeof choice === 'string') return { toolChoice: { type: choice } };
  if (choice.type === 'allowed_tools') return { toolChoice: { type: choice.allowed_tools.mode } };
  return { toolChoice: { type: 'tool', toolName: choice.function.name } };
};

const decodeFormat = ({ response_format: format }: ChatBody): Pick<LanguageModelV4CallOptions, 'responseFormat'> => {
  if (format === undefined || format.type === 'text') return {};
  if (format.type === 'json_object') return { responseFormat: { type: 'json' } };
  const { schema, name, description } = format.json_schema;
  const rest = { schema: schema, name: name, description: description };
  return { responseFormat: { type: 'json', ...present(rest) } };
};

/** Anthropic's models refuse to think on when the thought before a tool call is not shown to them again. */
const lostThought = (prompt: LanguageModelV4Prompt): boolean => {
  const last = prompt.findLast(({ role }) => role === 'assistant');
  return (
    prompt.at(-1)?.role === 'tool' &&
    last?.role === 'assistant' &&
    !last.content.some((part) => part.type === 'reasoning' && isSigned(part))
  );
};

const decodeProviderOptions = (body: ChatBody, prompt: LanguageModelV4Prompt) => {
  const format = body.response_format;
  const effort = body.reasoning_effort ?? 'none';
  return mergeOptions(
    commonOptions({
      user: body.user,
      parallel: body.parallel_tool_calls,
      hasTools: (body.tools ?? []).length > 0,
      strict: format?.type === 'json_schema' ? format.json_schema.strict : undefined,
      verbosity: body.verbosity,
      cacheKey: body.prompt_cache_key,
      safetyIdentifier: body.safety_identifier,
      thoughts: effort !== 'none',
    }),
    lostThought(prompt) && effort !== 'none' ? { anthropic: { thinking: { type: 'disabled' } } } : {},
  );
};

const decodeSettings = (body: ChatBody) =>
  present({
    maxOutputTokens: body.max_completion_tokens ?? body.max_tokens,
    temperature: body.temperature,
    topP: body.top_p,
    topK: body.top_k,
    presencePenalty: body.presence_penalty,
    frequencyPenalty: body.frequency_penalty,
    seed: body.seed,
    stopSequences: body.stop,
  });

/** A chat completion request in the AI SDK's terms. */
export const decodeChat = (given: JsonObject): Result<DecodedCall, Fault> => {
  const fault = refuse(given);
  if (fault !== undefined) return err(fault);
  const parsed = parseBody(api, chatSchema, given);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  const prompt = decodeMessages(body.messages);
  if (!prompt.ok) return err(invalidBody(api, prompt.error.split(':')[0] ?? 'messages', `${prompt.error}.`));
  const tools = decodeTools(body);
  return ok({
    ignored: ignoredFields(given, used),
    options: {
      prompt: prompt.value,
      ...(tools.length === 0 ? {} : { tools, ...decodeChoice(body) }),
      ...decodeFormat(body),
      ...decodeSettings(body),
      ...effortOf(body.reasoning_effort),
      providerOptions: decodeProviderOptions(body, prompt.value),
    },
  });
};
