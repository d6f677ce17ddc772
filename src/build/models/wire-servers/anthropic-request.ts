import { z } from 'zod';

const cacheControl = z.object({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() }).nullish();

const text = z.object({ type: z.literal('text'), text: z.string().min(1), cache_control: cacheControl });

const image = z.object({
  type: z.literal('image'),
  source: z.union([
    z.object({
      type: z.literal('base64'),
      media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
      data: z.base64().min(1),
    }),
    z.object({ type: z.literal('url'), url: z.url() }),
  ]),
  cache_control: cacheControl,
});

const toolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  content: z.union([z.string(), z.array(z.union([text, image]))]).optional(),
  is_error: z.boolean().optional(),
  cache_control: cacheControl,
});

const toolUse = z.object({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string(),
  input: z.record(z.string(), z.json()),
  cache_control: cacheControl,
});

const thinking = z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });

const message = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string(), z.array(z.union([text, image, toolResult])).min(1)]),
  }),
  z.strictObject({ role: z.literal('system'), content: z.union([z.string(), z.array(text)]) }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.union([text, toolUse, thinking]))]),
  }),
]);

const tool = z.strictObject({
  type: z.literal('custom').optional(),
  name: z.string().regex(/^[\w-]{1,128}$/),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal('object') }),
  cache_control: cacheControl,
  eager_input_streaming: z.boolean().optional(),
  strict: z.boolean().optional(),
});

/** A request of the Messages API: a field that it does not know is an error. */
export const messagesRequestSchema = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.number().int().positive(),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(text)]).optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.number().int().positive().optional(),
  stop_sequences: z.array(z.string().regex(/\S/)).optional(),
  stream: z.boolean().optional(),
  tools: z.array(tool).optional(),
  tool_choice: z.looseObject({ type: z.enum(['auto', 'any', 'tool', 'none']) }).optional(),
  thinking: z.looseObject({ type: z.enum(['enabled', 'disabled', 'adaptive']) }).optional(),
  output_config: z.looseObject({}).optional(),
  output_format: z.looseObject({ type: z.literal('json_schema') }).optional(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
});

export type MessagesRequest = z.infer<typeof messagesRequestSchema>;

/** Ids of calls whose result does not follow at once, and of results without a call. */
export const unpairedCalls = ({ messages }: MessagesRequest): readonly string[] =>
  messages.flatMap(({ role, content }, index) => {
    if (typeof content === 'string') return [];
    const ids = content.flatMap((block) => {
      if (block.type === 'tool_use') return [block.id];
      return block.type === 'tool_result' ? [block.tool_use_id] : [];
    });
    const other = messages[role === 'assistant' ? index + 1 : index - 1];
    const answered = JSON.stringify(other?.content ?? []);
    return ids.filter((id) => !answered.includes(JSON.stringify(id)));
  });
