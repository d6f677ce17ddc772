import type { JSONSchema7 } from '@ai-sdk/provider';
import { z } from 'zod';
import type { Json } from '#kernel';
import { isObject } from '../json-value.ts';

/** A JSON Schema is passed on as it is; the provider judges it. */
export const jsonSchema = z.custom<JSONSchema7>((value) => isObject(value), 'expected a JSON Schema object');

const json = z.custom<Json>(() => true);
const optional = { name: z.string().nullish(), cache_control: json.optional() };

export const textPartSchema = z.object({ type: z.literal('text'), text: z.string(), cache_control: json.optional() });

const refusalPartSchema = z.object({ type: z.literal('refusal'), refusal: z.string() });

const imagePartSchema = z.object({
  type: z.literal('image_url'),
  image_url: z.union([z.string(), z.object({ url: z.string(), detail: z.string().nullish() })]),
  cache_control: json.optional(),
});

const audioPartSchema = z.object({
  type: z.literal('input_audio'),
  input_audio: z.object({ data: z.string(), format: z.string().max(20) }),
});

const filePartSchema = z.object({
  type: z.literal('file'),
  file: z.object({ file_data: z.string().nullish(), file_id: z.string().nullish(), filename: z.string().nullish() }),
  cache_control: json.optional(),
});

const userPartSchema = z.discriminatedUnion('type', [textPartSchema, imagePartSchema, audioPartSchema, filePartSchema]);

export const toolCallSchema = z.object({
  id: z.string(),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
  extra_content: json.optional(),
});

const thinkingBlockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string().nullish() }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
]);

const textContent = z.union([z.string(), z.array(textPartSchema)]);

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: textContent, ...optional }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(userPartSchema)]), ...optional }),
  z.object({
    role: z.literal('assistant'),
    content: z
      .union([z.string(), z.array(z.discriminatedUnion('type', [textPartSchema, refusalPartSchema]))])
      .nullish(),
    refusal: z.string().nullish(),
    reasoning_content: z.string().nullish(),
    /** Signed thoughts, as gateways hand them out with `reasoning_content`. */
    thinking_blocks: z.array(thinkingBlockSchema).nullish(),
    tool_calls: z.array(toolCallSchema).nullish(),
    ...optional,
  }),
  z.object({
    role: z.literal('tool'),
    tool_call_id: z.string(),
    content: z.union([z.string(), z.array(userPartSchema)]),
    ...optional,
  }),
]);

const toolSchema = z.object({
  type: z.literal('function', 'only tools of type "function" can be translated'),
  function: z.object({
    name: z.string(),
    description: z.string().nullish(),
    parameters: jsonSchema.nullish(),
    strict: z.boolean().nullish(),
  }),
  cache_control: json.optional(),
});

const named = z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) });

const toolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  named,
  z.object({
    type: z.literal('allowed_tools'),
    allowed_tools: z.object({ mode: z.enum(['auto', 'required']), tools: z.array(named) }),
  }),
]);

const responseFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({
      name: z.string().nullish(),
      description: z.string().nullish(),
      schema: jsonSchema.nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
]);

/** The fields of a chat completion request that are translated. */
export const chatSchema = z.object({
  messages: z.array(messageSchema).min(1),
  tools: z.array(toolSchema).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormatSchema.nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: z.number().nullish(),
  top_p: z.number().nullish(),
  top_k: z.number().int().nullish(),
  presence_penalty: z.number().nullish(),
  frequency_penalty: z.number().nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  reasoning_effort: z.string().nullish(),
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  verbosity: z.enum(['low', 'medium', 'high']).nullish(),
  n: z.literal(1, 'a translated call has one choice').nullish(),
});

export type ChatBody = z.infer<typeof chatSchema>;
export type ChatMessage = ChatBody['messages'][number];
export type UserPart = z.infer<typeof userPartSchema>;
export type MessageOf<Role extends ChatMessage['role']> = Extract<ChatMessage, { role: Role }>;
