import { z } from 'zod';
import type { Json } from '#kernel';
import { invalidArgument } from './google-errors.ts';

const json = z.json();
const blob = z.strictObject({ mimeType: z.string().regex(/^\w+\/[\w.+-]+$/), data: z.base64().min(1) });
const signed = { thought: z.boolean().optional(), thoughtSignature: z.base64().optional() };

const partSchema = z.union([
  z.strictObject({ text: z.string(), ...signed }),
  z.strictObject({ inlineData: blob, ...signed }),
  z.strictObject({ fileData: z.strictObject({ mimeType: z.string(), fileUri: z.url() }), ...signed }),
  z.strictObject({
    functionCall: z.strictObject({ id: z.string().optional(), name: z.string().min(1), args: json.optional() }),
    ...signed,
  }),
  z.strictObject({
    functionResponse: z.strictObject({
      id: z.string().optional(),
      name: z.string().min(1),
      response: z.record(z.string(), json),
    }),
  }),
]);

const contentSchema = z.strictObject({
  role: z.enum(['user', 'model']).optional(),
  parts: z.array(partSchema).min(1),
});

const toolSchema = z.strictObject({
  functionDeclarations: z.array(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z_][\w.:-]{0,63}$/),
      description: z.string().optional(),
      parameters: json.optional(),
      parametersJsonSchema: json.optional(),
    }),
  ),
});

const generationConfigSchema = z.strictObject({
  maxOutputTokens: z.number().int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.number().int().positive().optional(),
  stopSequences: z.array(z.string()).max(5).optional(),
  seed: z.number().int().optional(),
  candidateCount: z.number().int().optional(),
  frequencyPenalty: z.number().optional(),
  presencePenalty: z.number().optional(),
  responseMimeType: z.enum(['text/plain', 'application/json', 'text/x.enum']).optional(),
  responseJsonSchema: json.optional(),
  responseSchema: json.optional(),
  responseModalities: z.array(z.string()).optional(),
  thinkingConfig: z
    .strictObject({
      includeThoughts: z.boolean().optional(),
      thinkingBudget: z.number().int().optional(),
      thinkingLevel: z.string().optional(),
    })
    .optional(),
});

const generateSchema = z.strictObject({
  contents: z.array(contentSchema).min(1),
  systemInstruction: z.strictObject({ role: z.string().optional(), parts: z.array(partSchema).min(1) }).optional(),
  tools: z.array(toolSchema).optional(),
  toolConfig: z
    .strictObject({
      functionCallingConfig: z.strictObject({
        mode: z.enum(['AUTO', 'ANY', 'NONE', 'VALIDATED']),
        allowedFunctionNames: z.array(z.string()).optional(),
      }),
    })
    .optional(),
  safetySettings: z.array(z.strictObject({ category: z.string(), threshold: z.string() })).optional(),
  generationConfig: generationConfigSchema.optional(),
  cachedContent: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

export type GenerateRequest = z.infer<typeof generateSchema>;

const embedSchema = z.strictObject({
  model: z.string().startsWith('models/'),
  content: contentSchema,
  taskType: z
    .enum(['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT', 'SEMANTIC_SIMILARITY', 'CLASSIFICATION', 'CLUSTERING'])
    .optional(),
  outputDimensionality: z.number().int().positive().optional(),
});
const batchSchema = z.strictObject({ requests: z.array(embedSchema).min(1).max(100) });

export type EmbedRequest = z.infer<typeof embedSchema>;

const describe = ({ path, message }: z.core.$ZodIssue): Json => ({
  field: path.join('.'),
  description: message,
});

const check = <Value>(schema: z.ZodType<Value>, body: unknown): Value => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find(({ code }) => code === 'unrecognized_keys');
  const message = unknown === undefined ? 'Request contains an invalid argument.' : 'Invalid JSON payload received.';
  throw invalidArgument(`${message} ${parsed.error.issues.map(({ message: text }) => text).join('; ')}`, [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: parsed.error.issues.map(describe) },
  ]);
};

const callsIn = ({ parts }: GenerateRequest['contents'][number], name: 'functionCall' | 'functionResponse'): number =>
  parts.filter((part) => name in part).length;

/** What Gemini refuses beyond the shape: function responses that do not answer the calls before them. */
export const readGenerateRequest = (body: unknown): GenerateRequest => {
  const request = check(generateSchema, body);
  for (const [index, content] of request.contents.entries()) {
    const responses = callsIn(content, 'functionResponse');
    const before = request.contents[index - 1];
    if (responses > 0 && (before === undefined || callsIn(before, 'functionCall') !== responses))
      throw invalidArgument(
        'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
      );
  }
  return request;
};

export const readEmbedRequest = (body: unknown): EmbedRequest => check(embedSchema, body);
export const readBatchRequest = (body: unknown): readonly EmbedRequest[] => check(batchSchema, body).requests;
