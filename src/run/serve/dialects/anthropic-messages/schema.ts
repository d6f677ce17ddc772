import { z } from 'zod';
import { anyJson, jsonSchema, maybe } from '../schema-parts.ts';

const marked = { cache_control: anyJson.optional() };

const textBlock = z.object({ type: z.literal('text'), text: z.string(), ...marked });

const sourceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('base64'), media_type: z.string().max(200), data: z.string() }),
  z.object({ type: z.literal('url'), url: z.string() }),
  z.object({ type: z.literal('file'), file_id: z.string() }),
  z.object({ type: z.literal('text'), media_type: z.string().max(200).default('text/plain'), data: z.string() }),
]);

const fileBlock = z.object({
  type: z.enum(['image', 'document']),
  source: sourceSchema,
  title: maybe(z.string()),
  context: maybe(z.string()),
  citations: anyJson.optional(),
  ...marked,
});

const toolResultBlock = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: maybe(z.union([z.string(), z.array(z.discriminatedUnion('type', [textBlock, fileBlock]))])),
  is_error: maybe(z.boolean()),
  ...marked,
});

const toolUseBlock = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: anyJson,
  ...marked,
});

const thinkingBlock = z.object({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string().default(''),
});
const redactedBlock = z.object({ type: z.literal('redacted_thinking'), data: z.string() });

const userBlockSchema = z.discriminatedUnion('type', [textBlock, fileBlock, toolResultBlock]);
const assistantBlockSchema = z.discriminatedUnion('type', [textBlock, toolUseBlock, thinkingBlock, redactedBlock]);

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(userBlockSchema)]) }),
  z.object({ role: z.literal('assistant'), content: z.union([z.string(), z.array(assistantBlockSchema)]) }),
  z.object({ role: z.literal('system'), content: z.union([z.string(), z.array(textBlock)]) }),
]);

const toolSchema = z.object({
  type: maybe(z.literal('custom', "only the client's own tools can be translated")),
  name: z.string(),
  description: maybe(z.string()),
  input_schema: jsonSchema,
  strict: maybe(z.boolean()),
  ...marked,
});

const parallel = { disable_parallel_tool_use: maybe(z.boolean()) };

const toolChoiceSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auto'), ...parallel }),
  z.object({ type: z.literal('any'), ...parallel }),
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('tool'), name: z.string(), ...parallel }),
]);

const thinkingSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('enabled'), budget_tokens: z.number().int().positive() }),
  z.object({ type: z.literal('adaptive') }),
  z.object({ type: z.literal('disabled') }),
]);

const formatSchema = z.object({ type: z.literal('json_schema'), schema: jsonSchema });

/** The fields of a messages request that are translated. */
export const messagesSchema = z.object({
  messages: z.array(messageSchema).min(1),
  max_tokens: z.number().int().positive(),
  system: maybe(z.union([z.string(), z.array(textBlock)])),
  tools: maybe(z.array(toolSchema)),
  tool_choice: maybe(toolChoiceSchema),
  thinking: maybe(thinkingSchema),
  output_config: maybe(z.object({ effort: maybe(z.string()), format: maybe(formatSchema) })),
  /** What `output_config.format` was called at first. */
  output_format: maybe(formatSchema),
  temperature: maybe(z.number()),
  top_p: maybe(z.number()),
  top_k: maybe(z.number().int()),
  stop_sequences: maybe(z.array(z.string())),
  metadata: maybe(z.object({ user_id: maybe(z.string()) })),
});

export type MessagesBody = z.infer<typeof messagesSchema>;
export type Message = MessagesBody['messages'][number];
export type UserBlock = z.infer<typeof userBlockSchema>;
export type AssistantBlock = z.infer<typeof assistantBlockSchema>;
export type FileBlock = z.infer<typeof fileBlock>;
export type ToolResultBlock = z.infer<typeof toolResultBlock>;
export type TextBlock = z.infer<typeof textBlock>;
