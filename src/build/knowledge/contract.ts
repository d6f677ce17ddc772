import { z } from 'zod';

export const knowledgeConfigSchema = z.strictObject({
  /** Target and overlap of a chunk, in words. */
  chunkWords: z.number().int().min(40).max(1000).default(180),
  overlapWords: z.number().int().min(0).max(200).default(30),
  /** Put document title and heading path in front of the indexed text. */
  contextualHeadings: z.boolean().default(true),
});

/** A passage: a piece of one section of one document. */
export const chunkSchema = z.object({
  id: z.string(),
  documentId: z.string(),
  source: z.string(),
  title: z.string(),
  /** Headings from the outermost to the section itself. */
  headingPath: z.array(z.string()),
  /** Half-open character span in the document's text blob. */
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  text: z.string(),
});

/** Body of `knowledge/index`. */
export const indexRecordSchema = z.object({
  /** Hash over chunking parameters, embedding digest and dataset version: the index version. */
  version: z.string(),
  table: z.string(),
  datasetVersion: z.string(),
  embedding: z.object({ id: z.string(), digest: z.string(), dimensions: z.number().int() }),
  chunks: z.number().int(),
  documents: z.number().int(),
  changed: z.object({
    added: z.number().int(),
    updated: z.number().int(),
    removed: z.number().int(),
    kept: z.number().int(),
  }),
  seconds: z.number(),
});

export const retrievalModes = ['bm25', 'dense', 'hybrid'] as const;

/** One retrieved passage with its rank evidence. */
export const passageSchema = chunkSchema.extend({
  rank: z.number().int().positive(),
  score: z.number(),
  /** Cosine similarity with the query, -1 to 1, when a dense search ran. */
  similarity: z.number().optional(),
  bm25: z.number().optional(),
});

export type KnowledgeConfig = z.infer<typeof knowledgeConfigSchema>;
export type Chunk = z.infer<typeof chunkSchema>;
export type IndexRecord = z.infer<typeof indexRecordSchema>;
export type RetrievalMode = (typeof retrievalModes)[number];
export type Passage = z.infer<typeof passageSchema>;
