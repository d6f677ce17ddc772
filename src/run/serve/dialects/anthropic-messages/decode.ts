import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import { err, ok, type Fault, type Result } from '#kernel';
import { partOptions } from '../cache-marker.ts';
import { commonOptions } from '../common-options.ts';
import { ignoredFields } from '../ignored-fields.ts';
import { isAsked, present } from '../json-value.ts';
import { mergeOptions } from '../merge-options.ts';
import { invalidBody, parseBody, unsupported } from '../parse-body.ts';
import type { DecodedCall, JsonObject } from '../port.ts';
import { effortOf, noThinking, thinkingBudget } from '../reasoning-effort.ts';
import { decodeMessages } from './decode-messages.ts';
import { messagesSchema, type MessagesBody } from './schema.ts';

const api = 'Messages';

const used: ReadonlySet<string> = new Set([...Object.keys(messagesSchema.shape), 'model', 'stream']);

/** Fields that change what is answered, so leaving them out would be a wrong answer. */
const refused = ['mcp_servers', 'container', 'context_management'] as const;

const refuse = (body: JsonObject): Fault | undefined => {
  const field = refused.find((name) => isAsked(body[name]));
  return field === undefined
    ? undefined
    : unsupported(field, 'Only the vendor of this API runs it.', 'Leave it out, or ask a model of Anthropic.');
};

const decodeTools = (tools: MessagesBody['tools']): LanguageModelV4FunctionTool[] =>
  (tools ?? []).map(({ name, description, input_schema, strict, cache_control }) => ({
    type: 'function',
    name,
    inputSchema: input_schema,
    ...present({ description: description, strict: strict }),
    ...partOptions(cache_control),
  }));

const decodeChoice = ({ tool_choice: choice }: MessagesBody): Pick<LanguageModelV4CallOptions, 'toolChoice'> => {
  if (choice === undefined) return {};
  switch (choice.type) {
    case 'any':
      return { toolChoice: { type: 'required' } };
    case 'tool':
      return { toolChoice: { type: 'tool', toolName: choice.name } };
    default:
      return { toolChoice: { type: choice.type } };
  }
};

const decodeThinking = ({ thinking, output_config }: MessagesBody) => {
  const effort = effortOf(output_config?.effort);
  switch (thinking?.type) {
    case 'enabled':
      return { ...thinkingBudget(thinking.budget_tokens), ...effort };
    case 'disabled':
      return noThinking;
    case 'adaptive':
      return { reasoning: 'medium', ...effort, providerOptions: {} } as const;
    default:
      return { ...effort, providerOptions: {} };
  }
};

const decodeFormat = (body: MessagesBody): Pick<LanguageModelV4CallOptions, 'responseFormat'> => {
  const format = body.output_config?.format ?? body.output_format;
  return format === undefined ? {} : { responseFormat: { type: 'json', schema: format.schema } };
};

const decodeCommon = (body: MessagesBody) => {
  const choice = body.tool_choice;
  const isSerial =
    choice !== undefined && 'disable_parallel_tool_use' in choice && choice.disable_parallel_tool_use === true;
  return commonOptions({
    user: body.metadata?.user_id,
    hasTools: (body.tools ?? []).length > 0,
    parallel: isSerial ? false : undefined,
  });
};

/** A messages request in the AI SDK's terms. */
export const decodeMessagesCall = (given: JsonObject): Result<DecodedCall, Fault> => {
  const fault = refuse(given);
  if (fault !== undefined) return err(fault);
  const parsed = parseBody(api, messagesSchema, given);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  const prompt = decodeMessages(body);
  if (!prompt.ok) return err(invalidBody(api, prompt.error.split(':')[0] ?? 'messages', `${prompt.error}.`));
  const tools = decodeTools(body.tools);
  const { providerOptions, ...reasoning } = decodeThinking(body);
  return ok({
    ignored: ignoredFields(given, used),
    options: {
      prompt: prompt.value,
      maxOutputTokens: body.max_tokens,
      ...(tools.length === 0 ? {} : { tools, ...decodeChoice(body) }),
      ...decodeFormat(body),
      ...reasoning,
      ...present({
        temperature: body.temperature,
        topP: body.top_p,
        topK: body.top_k,
        stopSequences: body.stop_sequences,
      }),
      providerOptions: mergeOptions(decodeCommon(body), providerOptions),
    },
  });
};
