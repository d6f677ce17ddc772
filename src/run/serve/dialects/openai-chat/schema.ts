import { z } from 'zod';
import { anyJson, jsonSchema, maybe, stopSchema } from '../schema-parts.ts';

const optional = { name: maybe(z.string()), cache_control: anyJson.optional() };

export const textPartSchema = z.object({
  type: z.literal('text'),
  text: z.string(),
  cache_control: anyJson.optional(),
});

const refusalPartSchema = z.object({ type: z.literal('refusal'), refusal: z.string() });

const imagePartSchema = z.object({
  type: z.literal('image_url'),
  image_url: z.union([z.string(), z.object({ url: z.string(), detail: maybe(z.string()) })]),
  cache_control: anyJson.optional(),
});

const audioPartSchema = z.object({
  type: z.literal('input_audio'),
  input_audio: z.object({ data: z.string(), format: z.string().max(20) }),
});

const filePartSchema = z.object({
  type: z.literal('file'),
  file: z.object({ file_data: maybe(z.string()), file_id: maybe(z.string()), filename: maybe(z.string()) }),
  cache_control: anyJson.optional(),
});

const userPartSchema = z.discriminatedUnion('type', [textPartSchema, imagePartSchema, audioPartSchema, filePartSchema]);

export const toolCallSchema = z.object({
  id: z.string(),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
  extra_content: anyJson.optional(),
});

const thinkingBlockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: maybe(z.string()) }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
]);

const textContent = z.union([z.string(), z.array(textPartSchema)]);

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: textContent, ...optional }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(userPartSchema)]), ...optional }),
  z.object({
    role: z.literal('assistant'),
    content: maybe(z.union([z.string(), z.array(z.discriminatedUnion('type', [textPartSchema, refusalPartSchema]))])),
    refusal: maybe(z.string()),
    reasoning_content: maybe(z.string()),
    /** Signed thoughts, as gateways hand them out with `reasoning_content`. */
    thinking_blocks: maybe(z.array(thinkingBlockSchema)),
    tool_calls: maybe(z.array(toolCallSchema)),
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
    description: maybe(z.string()),
    parameters: maybe(jsonSchema),
    strict: maybe(z.boolean()),
  }),
  cache_control: anyJson.optional(),
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
      name: maybe(z.string()),
      description: maybe(z.string()),
      schema: maybe(jsonSchema),
      strict: maybe(z.boolean()),
    }),
  }),
]);

/** The fields of a chat completion request that are translated. */
export const chatSchema = z.object({
  messages: z.array(messageSchema).min(1),
  tools: maybe(z.array(toolSchema)),
  tool_choice: maybe(toolChoiceSchema),
  parallel_tool_calls: maybe(z.boolean()),
  response_format: maybe(responseFormatSchema),
  max_tokens: maybe(z.number().int().positive()),
  max_completion_tokens: maybe(z.number().int().positive()),
  temperature: maybe(z.number()),
  top_p: maybe(z.number()),
  top_k: maybe(z.number().int()),
  presence_penalty: maybe(z.number()),
  frequency_penalty: maybe(z.number()),
  seed: maybe(z.number().int()),
  stop: stopSchema,
  reasoning_effort: maybe(z.string()),
  user: maybe(z.string()),
  safety_identifier: maybe(z.string()),
  prompt_cache_key: maybe(z.string()),
  verbosity: maybe(z.enum(['low', 'medium', 'high'])),
  n: maybe(z.literal(1, 'a translated call has one choice')),
});

export type ChatBody = z.infer<typeof chatSchema>;
export type ChatMessage = ChatBody['messages'][number];
export type UserPart = z.infer<typeof userPartSchema>;
export type MessageOf<Role extends ChatMessage['role']> = Extract<ChatMessage, { role: Role }>;
