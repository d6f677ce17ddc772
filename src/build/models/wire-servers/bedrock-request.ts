import { z } from 'zod';
import { validationProblem } from './bedrock-errors.ts';

const json = z.json();
const bytes = z.strictObject({ bytes: z.base64().min(1) });
const cachePoint = z.strictObject({
  cachePoint: z.strictObject({ type: z.literal('default'), ttl: z.enum(['5m', '1h']).optional() }),
});
const text = z.strictObject({ text: z.string().regex(/\S/) });
const image = z.strictObject({
  image: z.strictObject({ format: z.enum(['png', 'jpeg', 'gif', 'webp']), source: bytes }),
});
const toolName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const contentSchema = z.union([
  text,
  image,
  cachePoint,
  z.strictObject({ document: z.strictObject({ format: z.string(), name: z.string(), source: bytes }) }),
  z.strictObject({ toolUse: z.strictObject({ toolUseId: z.string(), name: toolName, input: json }) }),
  z.strictObject({
    toolResult: z.strictObject({
      toolUseId: z.string(),
      content: z.array(z.union([text, image, z.strictObject({ json })])),
      status: z.enum(['success', 'error']).optional(),
    }),
  }),
  z.strictObject({
    reasoningContent: z.union([
      z.strictObject({ reasoningText: z.strictObject({ text: z.string(), signature: z.string().optional() }) }),
      z.strictObject({ redactedContent: z.base64() }),
    ]),
  }),
]);

const toolConfigSchema = z.strictObject({
  tools: z
    .array(
      z.union([
        cachePoint,
        z.strictObject({
          toolSpec: z.strictObject({
            name: toolName,
            description: z.string().min(1).optional(),
            inputSchema: z.strictObject({ json }),
            strict: z.boolean().optional(),
          }),
        }),
      ]),
    )
    .min(1),
  toolChoice: z
    .union([
      z.strictObject({ auto: z.strictObject({}) }),
      z.strictObject({ any: z.strictObject({}) }),
      z.strictObject({ tool: z.strictObject({ name: toolName }) }),
    ])
    .optional(),
});

const converseSchema = z.strictObject({
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.array(contentSchema).min(1) })),
  system: z.array(z.union([text, cachePoint])).optional(),
  inferenceConfig: z
    .strictObject({
      maxTokens: z.number().int().positive().optional(),
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      stopSequences: z.array(z.string()).optional(),
    })
    .optional(),
  toolConfig: toolConfigSchema.optional(),
  additionalModelRequestFields: json.optional(),
  additionalModelResponseFieldPaths: z.array(z.string()).optional(),
});

type ConverseRequest = z.infer<typeof converseSchema>;

const holds = ({ content }: ConverseRequest['messages'][number], name: string): boolean =>
  content.some((block) => name in block);

/** What Converse refuses beyond the shape. */
const judge = ({ messages, toolConfig }: ConverseRequest): string | undefined => {
  if (messages[0]?.role !== 'user')
    return 'A conversation must start with a user message. Try again with a conversation that starts with a user message.';
  if (messages.some(({ role }, index) => index > 0 && messages[index - 1]?.role === role))
    return 'A conversation must alternate between user and assistant roles.';
  const usesTools = messages.some((message) => holds(message, 'toolUse') || holds(message, 'toolResult'));
  return usesTools && toolConfig === undefined
    ? 'The toolConfig field must be defined when using toolUse and toolResult content blocks.'
    : undefined;
};

export const checkConverse = (body: unknown): void => {
  const parsed = converseSchema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw validationProblem(`The value at ${issue?.path.join('.') || 'the root'} is invalid: ${issue?.message}`);
  }
  const problem = judge(parsed.data);
  if (problem !== undefined) throw validationProblem(problem);
};

const titanSchema = z.strictObject({
  inputText: z.string().min(1),
  dimensions: z.union([z.literal(256), z.literal(512), z.literal(1024)]).optional(),
  normalize: z.boolean().optional(),
});
const cohereSchema = z.strictObject({
  texts: z.array(z.string()).min(1).max(96),
  input_type: z.enum(['search_document', 'search_query', 'classification', 'clustering']),
  truncate: z.string().optional(),
  output_dimension: z.number().int().optional(),
});

const check = <Value>(schema: z.ZodType<Value>, body: unknown): Value => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw validationProblem('Malformed input request, please reformat your input and try again.');
  return parsed.data;
};

export const readTitan = (body: unknown) => check(titanSchema, body);
export const readCohere = (body: unknown) => check(cohereSchema, body);
