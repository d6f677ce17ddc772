import { z } from 'zod';
import { isObject } from '../json-value.ts';
import { jsonSchema, maybe } from '../schema-parts.ts';

const textPart = z.object({ type: z.enum(['input_text', 'output_text', 'text']), text: z.string() });
const refusalPart = z.object({ type: z.literal('refusal'), refusal: z.string() });
const imagePart = z.object({
  type: z.literal('input_image'),
  image_url: maybe(z.string()),
  file_id: maybe(z.string()),
  detail: maybe(z.string()),
});
const filePart = z.object({
  type: z.literal('input_file'),
  file_data: maybe(z.string()),
  file_url: maybe(z.string()),
  file_id: maybe(z.string()),
  filename: maybe(z.string()),
});
const audioPart = z.object({
  type: z.literal('input_audio'),
  input_audio: z.object({ data: z.string(), format: z.string().max(20) }),
});

const partSchema = z.discriminatedUnion('type', [textPart, refusalPart, imagePart, filePart, audioPart]);
const contentSchema = z.union([z.string(), z.array(partSchema)]);

const messageItem = z.object({
  type: z.literal('message'),
  role: z.enum(['user', 'system', 'developer', 'assistant']),
  content: contentSchema,
});

const itemSchema = z.discriminatedUnion('type', [
  messageItem,
  z.object({ type: z.literal('function_call'), call_id: z.string(), name: z.string(), arguments: z.string() }),
  z.object({ type: z.literal('function_call_output'), call_id: z.string(), output: contentSchema }),
  z.object({
    type: z.literal('reasoning'),
    id: z.string().default(''),
    summary: z.array(z.object({ text: z.string() })).default([]),
    content: maybe(z.array(z.object({ text: z.string() }))),
    encrypted_content: maybe(z.string()),
  }),
]);

const toolSchema = z.object({
  type: z.literal('function', 'only tools of type "function" can be translated'),
  name: z.string(),
  description: maybe(z.string()),
  parameters: maybe(jsonSchema),
  strict: maybe(z.boolean()),
});

const toolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), name: z.string() }),
  z.object({
    type: z.literal('allowed_tools'),
    mode: z.enum(['auto', 'required']),
    tools: z.array(z.object({ type: z.literal('function'), name: z.string() })),
  }),
]);

const formatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    name: maybe(z.string()),
    description: maybe(z.string()),
    schema: jsonSchema,
    strict: maybe(z.boolean()),
  }),
]);

/** The fields of a request that are translated. Messages may come without a `type`. */
export const responsesSchema = z.object({
  input: z.union([
    z.string(),
    z.array(
      z.preprocess((item) => (isObject(item) && !('type' in item) ? { ...item, type: 'message' } : item), itemSchema),
    ),
  ]),
  instructions: maybe(z.string()),
  max_output_tokens: maybe(z.number().int().positive()),
  temperature: maybe(z.number()),
  top_p: maybe(z.number()),
  tools: maybe(z.array(toolSchema)),
  tool_choice: maybe(toolChoiceSchema),
  parallel_tool_calls: maybe(z.boolean()),
  text: maybe(z.object({ format: maybe(formatSchema), verbosity: maybe(z.enum(['low', 'medium', 'high'])) })),
  reasoning: maybe(z.object({ effort: maybe(z.string()), summary: maybe(z.string()) })),
  user: maybe(z.string()),
  safety_identifier: maybe(z.string()),
  prompt_cache_key: maybe(z.string()),
});

export type ResponsesBody = z.infer<typeof responsesSchema>;
export type Part = z.infer<typeof partSchema>;
export type Item = z.infer<typeof itemSchema>;
export type ItemOf<Type extends Item['type']> = Extract<Item, { type: Type }>;
