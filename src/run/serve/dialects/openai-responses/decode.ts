import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider';
import { err, ok, type Fault, type Result } from '#kernel';
import { commonOptions } from '../common-options.ts';
import { ignoredFields } from '../ignored-fields.ts';
import { isAsked, isObject, listOf, present } from '../json-value.ts';
import { mergeOptions } from '../merge-options.ts';
import { invalidBody, parseBody, unsupported } from '../parse-body.ts';
import type { DecodedCall, JsonObject } from '../port.ts';
import { effortOf } from '../reasoning-effort.ts';
import { decodeInput } from './decode-input.ts';
import { responsesSchema, type ResponsesBody } from './schema.ts';

const api = 'Responses';

const used: ReadonlySet<string> = new Set([
  ...Object.keys(responsesSchema.shape),
  'model',
  'stream',
  'stream_options',
  'metadata',
  'include',
  'store',
]);

const stateless = 'Answers of this model are not stored, so nothing can refer to them.';
const whole = 'Send all items of the conversation in `input`, and `store: false`.';

/** Fields that refer to something stored, or change what is answered. */
const refused: ReadonlyMap<string, readonly [why: string, remedy: string]> = new Map([
  ['previous_response_id', [stateless, whole]],
  ['conversation', [stateless, whole]],
  ['store', [stateless, whole]],
  ['background', [stateless, 'Leave it out, or use /v1/batches.']],
  ['prompt', ['Stored prompts are kept by OpenAI.', 'Send the text of the prompt in `instructions` and `input`.']],
]);

const refuse = (body: JsonObject): Fault | undefined => {
  for (const [field, [why, remedy]] of refused) if (isAsked(body[field])) return unsupported(field, why, remedy);
  const reference = listOf(body['input']).findIndex((item) => isObject(item) && item['type'] === 'item_reference');
  return reference === -1 ? undefined : unsupported(`input.${reference}`, stateless, whole);
};

const decodeTools = ({ tools, tool_choice: choice }: ResponsesBody): LanguageModelV4FunctionTool[] => {
  const isLimited = typeof choice === 'object' && choice?.type === 'allowed_tools';
  const allowed = isLimited ? new Set(choice.tools.map(({ name }) => name)) : undefined;
  return (tools ?? [])
    .filter(({ name }) => allowed === undefined || allowed.has(name))
    .map(({ name, description, parameters, strict }) => ({
      type: 'function',
      name,
      inputSchema: parameters ?? { type: 'object', properties: {} },
      ...present({ description: description, strict: strict }),
    }));
};

const decodeChoice = ({ tool_choice: choice }: ResponsesBody): Pick<LanguageModelV4CallOptions, 'toolChoice'> => {
  if (choice === undefined) return {};
  if (typeof choice === 'string') return { toolChoice: { type: choice } };
  if (choice.type === 'allowed_tools') return { toolChoice: { type: choice.mode } };
  return { toolChoice: { type: 'tool', toolName: choice.name } };
};

const decodeFormat = ({ text }: ResponsesBody): Pick<LanguageModelV4CallOptions, 'responseFormat'> => {
  const format = text?.format ?? { type: 'text' };
  if (format.type === 'text') return {};
  if (format.type === 'json_object') return { responseFormat: { type: 'json' } };
  const rest = { name: format.name, description: format.description };
  return { responseFormat: { type: 'json', schema: format.schema, ...present(rest) } };
};

const decodeProviderOptions = (body: ResponsesBody) => {
  const format = body.text?.format;
  const summary = body.reasoning?.summary;
  return mergeOptions(
    commonOptions({
      user: body.user,
      parallel: body.parallel_tool_calls,
      hasTools: (body.tools ?? []).length > 0,
      strict: format?.type === 'json_schema' ? format.strict : undefined,
      verbosity: body.text?.verbosity,
      cacheKey: body.prompt_cache_key,
      safetyIdentifier: body.safety_identifier,
      thoughts: summary !== undefined,
    }),
    { openai: { store: false, reasoningSummary: summary } },
  );
};

/** A request of the Responses API in the AI SDK's terms. */
export const decodeResponses = (given: JsonObject): Result<DecodedCall, Fault> => {
  const fault = refuse(given);
  if (fault !== undefined) return err(fault);
  const parsed = parseBody(api, responsesSchema, given);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  const prompt = decodeInput(body);
  if (!prompt.ok) return err(invalidBody(api, prompt.error.split(':')[0] ?? 'input', `${prompt.error}.`));
  const tools = decodeTools(body);
  return ok({
    ignored: ignoredFields(given, used),
    options: {
      prompt: prompt.value,
      ...(tools.length === 0 ? {} : { tools, ...decodeChoice(body) }),
      ...decodeFormat(body),
      ...effortOf(body.reasoning?.effort),
      ...present({
        maxOutputTokens: body.max_output_tokens,
        temperature: body.temperature,
        topP: body.top_p,
      }),
      providerOptions: decodeProviderOptions(body),
    },
  });
};
