import { z } from 'zod';

const inputText = z.object({ type: z.literal('input_text'), text: z.string() });
const inputImage = z.object({
  type: z.literal('input_image'),
  image_url: z.string().regex(/^(?:https?:\/\/|data:image\/)/),
  detail: z.enum(['auto', 'low', 'high']).optional(),
});
const outputText = z.looseObject({ type: z.literal('output_text'), text: z.string() });

const item = z.union([
  z.object({
    type: z.literal('message').optional(),
    role: z.enum(['system', 'developer', 'user']),
    content: z.union([z.string(), z.array(z.union([inputText, inputImage])).min(1)]),
  }),
  z.looseObject({ role: z.literal('assistant'), content: z.union([z.string(), z.array(outputText)]) }),
  z.looseObject({ type: z.literal('function_call'), call_id: z.string(), name: z.string(), arguments: z.string() }),
  z.looseObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.union([z.string(), z.array(inputText)]),
  }),
  z.looseObject({ type: z.literal('reasoning') }),
]);

const tool = z.object({
  type: z.literal('function'),
  name: z.string().regex(/^[\w-]{1,64}$/),
  description: z.string().nullish(),
  parameters: z.looseObject({ type: z.string() }).nullish(),
  strict: z.boolean().nullish(),
});

const format = z.union([
  z.object({ type: z.enum(['text', 'json_object']) }),
  z.object({
    type: z.literal('json_schema'),
    name: z.string().regex(/^[\w-]{1,64}$/),
    description: z.string().optional(),
    schema: z.looseObject({}),
    strict: z.boolean().nullish(),
  }),
]);

/** A request of the Responses API: a field that it does not know is an error. */
export const responsesRequestSchema = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(item).min(1)]),
  instructions: z.string().nullish(),
  max_output_tokens: z.number().int().min(16).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  stream: z.boolean().nullish(),
  store: z.boolean().nullish(),
  include: z.array(z.string()).nullish(),
  tools: z.array(tool).optional(),
  tool_choice: z.union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string() })]).optional(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z.object({ format: format.optional(), verbosity: z.enum(['low', 'medium', 'high']).optional() }).optional(),
  reasoning: z.object({ effort: z.string().nullish(), summary: z.string().nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  previous_response_id: z.string().nullish(),
  user: z.string().optional(),
  prompt_cache_key: z.string().optional(),
});
