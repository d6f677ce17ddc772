import { z } from 'zod';
import { agentSchema } from '#build/agents/contract';
import { guardrailDecisionSchema, guardrailSchema } from '#build/guardrails/contract';
import { usageSchema } from '#build/models/contract';
import { reasoningSchema } from '#build/reasoning/contract';

/**
 * A strategy is data: everything that decides how a question is answered, in one JSON value that can
 * be compared, hashed, released, split between users and rolled back.
 */
export const strategySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  description: z.string().default(''),
  /** `extractive` quotes sentences and uses no chat model; `generative` asks one; `agent` runs a tool loop. */
  kind: z.enum(['extractive', 'generative', 'agent']),
  retrieval: z
    .strictObject({
      mode: z.enum(['bm25', 'dense', 'hybrid']).default('hybrid'),
      /** Passages that are retrieved, and how many of them the answer may use. */
      k: z.number().int().min(1).max(50).default(8),
      use: z.number().int().min(1).max(20).default(3),
      denseWeight: z.number().min(0).max(1).default(0.5),
      /** `none`, or rewrite the question with the conversation and expand it before the search. */
      rewrite: z.enum(['none', 'rules', 'model']).default('none'),
      /** Passages from one document at the most. */
      perDocument: z.number().int().min(1).max(20).default(3),
      /** `coverage` orders what was found by the share of the question's words that a passage and its headings hold. */
      rerank: z.enum(['none', 'coverage']).default('none'),
      /** `extract` gives a model only the sentences that an extractive answer would quote: a shorter prompt, a faster answer. */
      compress: z.enum(['none', 'extract']).default('none'),
    })
    .prefault({}),
  /** Refuse when the evidence score of the best passage is below this, 0 to 1. */
  refuseBelow: z.number().min(0).max(1).default(0.3),
  extractive: z
    .strictObject({
      /** Quotes in an answer; sentences that follow each other are one quote. */
      sentences: z.number().int().min(1).max(20).default(4),
      /** Characters that an answer aims for. */
      characters: z.number().int().min(100).max(10_000).default(1600),
    })
    .prefault({}),
  model: z
    .strictObject({
      id: z.string(),
      maxTokens: z.number().int().min(1).max(8192).default(160),
      temperature: z.number().min(0).max(2).default(0),
      seed: z.number().int().default(7),
    })
    .optional(),
  prompt: z.string().default('answer-with-sources'),
  /** Few-shot examples: case ids of the development split, put in by the optimiser. */
  examples: z.array(z.strictObject({ question: z.string(), passage: z.string(), answer: z.string() })).default([]),
  reasoning: reasoningSchema.default({ kind: 'direct' }),
  agent: agentSchema.optional(),
  guardrails: z.strictObject({ input: z.array(guardrailSchema), output: z.array(guardrailSchema) }).optional(),
  limits: z.strictObject({ timeoutMs: z.number().int().positive().default(60_000) }).prefault({}),
});

export const strategyConfigSchema = z.strictObject({
  /** Candidates besides the built-in five; one of the same name replaces the built-in one. */
  candidates: z.array(strategySchema).default([]),
  /** Names of built-in candidates to leave out. */
  without: z.array(z.string()).default([]),
});

/** Body of `strategy/candidate`: the strategy with everything it needs, resolved. */
export const candidateSchema = z.object({
  /** Hash of strategy, index version, prompt versions, tools and model digest: the candidate's id everywhere. */
  id: z.string(),
  strategy: strategySchema,
  /** Record hashes of the index and prompt it was compiled against. */
  indexRecord: z.string(),
  promptVersion: z.string().optional(),
  indexVersion: z.string().optional(),
  /** Record hashes of every prompt it renders, by name. */
  promptRecords: z.record(z.string(), z.string()).optional(),
  /** Record hashes of the tools that an agent has, by name. */
  toolRecords: z.record(z.string(), z.string()).optional(),
  /** Record hash of the dataset, for tools that tell about documents. */
  datasetRecord: z.string().optional(),
  modelDigest: z.string().optional(),
  origin: z.enum(['built-in', 'project', 'optimiser', 'simulated-regression']),
});

export const citationSchema = z.object({
  /** `source/path` of the document. */
  source: z.string(),
  heading: z.string(),
  quote: z.string(),
  documentId: z.string(),
  chunkId: z.string(),
  /** Character span in the document's text. */
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
});

/** What a compiled strategy answers. */
export const answerSchema = z.object({
  text: z.string(),
  refused: z.boolean(),
  citations: z.array(citationSchema),
  /** Ids of the retrieved chunks, best first. */
  retrieved: z.array(z.object({ chunkId: z.string(), documentId: z.string(), heading: z.string(), score: z.number() })),
  guardrails: z.array(guardrailDecisionSchema),
  usage: usageSchema,
  costNano: z.number().int().nonnegative(),
  durationMs: z.number().nonnegative(),
  /** Model calls made, for the cost account. */
  modelCalls: z.number().int().nonnegative(),
  /** How well the sources cover the question, 0 to 1; below the strategy's `refuseBelow` it is refused. */
  evidence: z.number().min(0).max(1).optional(),
  /** Why there is no answer. */
  refusal: z.enum(['blocked', 'no-evidence', 'unsupported', 'declined']).optional(),
});

export type Strategy = z.infer<typeof strategySchema>;
export type StrategyConfig = z.infer<typeof strategyConfigSchema>;
export type Candidate = z.infer<typeof candidateSchema>;
export type Citation = z.infer<typeof citationSchema>;
export type Answer = z.infer<typeof answerSchema>;
