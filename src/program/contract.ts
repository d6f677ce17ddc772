import { z } from 'zod';

/** State of one stage as the lifecycle map shows it. */
export const stageStateSchema = z.object({
  name: z.string(),
  phase: z.enum(['plan', 'build', 'prove', 'run', 'improve']),
  question: z.string(),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
  status: z.enum(['fresh', 'stale', 'running', 'failed', 'waiting', 'never']),
  /** Why it is stale or failed, or what it waits for. */
  reason: z.string(),
  progress: z
    .object({
      message: z.string(),
      done: z.number().optional(),
      total: z.number().optional(),
      secondsLeft: z.number().optional(),
    })
    .optional(),
  lastRun: z.object({ at: z.string(), seconds: z.number(), records: z.number().int() }).optional(),
  fault: z.object({ code: z.string(), what: z.string(), why: z.string(), remedy: z.string() }).optional(),
  /** The most telling number or sentence of its newest record. */
  headline: z.string(),
});

/** GET /api/lifecycle. */
export const lifecycleSchema = z.object({
  project: z.object({ name: z.string(), root: z.string(), data: z.string(), configFile: z.string() }),
  version: z.string(),
  running: z.object({ runId: z.string(), startedAt: z.string() }).optional(),
  stages: z.array(stageStateSchema),
});

export const storedRecordSchema = z.object({
  hash: z.string(),
  type: z.string(),
  stage: z.string(),
  body: z.unknown(),
  inputs: z.array(z.string()),
  createdAt: z.string(),
  runId: z.string().optional(),
});

/** GET /api/records?type=&stage=&current=&limit= */
export const recordListSchema = z.object({ records: z.array(storedRecordSchema) });

/** A record without its body; `label` says in a line what it holds. */
export const recordSummarySchema = storedRecordSchema.omit({ body: true }).extend({ label: z.string() });

/** GET /api/records?bodies=false */
export const recordSummariesSchema = z.object({ records: z.array(recordSummarySchema) });

/** GET /api/records/:hash — the record with what it was made from and what was made from it (one level, no bodies). */
export const recordDetailSchema = z.object({
  record: storedRecordSchema,
  madeFrom: z.array(storedRecordSchema.omit({ body: true })),
  usedBy: z.array(storedRecordSchema.omit({ body: true })),
});

/** GET /api/records/:hash/lineage?direction=up|down — nodes and edges of the whole graph (no bodies). */
export const lineageSchema = z.object({
  nodes: z.array(recordSummarySchema),
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
});

/** GET /api/documents/:source/* — a document's text for the lineage view; `start` and `end` mark the cited span. */
export const documentViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  file: z.string(),
  package: z.string().optional(),
  version: z.string().optional(),
  commit: z.string().optional(),
  fileHash: z.string(),
  text: z.string(),
  headings: z.array(z.object({ text: z.string(), level: z.number(), offset: z.number() })),
});

/** GET /api/answers/:traceId/lineage — from an answer to the paragraph and the file. */
export const answerLineageSchema = z.object({
  traceId: z.string(),
  question: z.string(),
  answer: z.string(),
  release: z.string().optional(),
  citations: z.array(
    z.object({
      source: z.string(),
      heading: z.string(),
      quote: z.string(),
      documentId: z.string(),
      start: z.number(),
      end: z.number(),
      file: z.string(),
      package: z.string().optional(),
      version: z.string().optional(),
      datasetVersion: z.string(),
      indexVersion: z.string(),
    }),
  ),
});

export const ledgerEntrySchema = z.object({
  sequence: z.number().int(),
  at: z.string(),
  actor: z.string(),
  kind: z.string(),
  subject: z.string(),
  payload: z.unknown(),
  previousHash: z.string(),
  hash: z.string(),
});

/** GET /api/ledger?before=&limit= and GET /api/ledger/verify. */
export const ledgerPageSchema = z.object({ entries: z.array(ledgerEntrySchema) });
export const ledgerVerdictSchema = z.object({
  intact: z.boolean(),
  entries: z.number().int(),
  head: z.string().optional(),
  sequence: z.number().int().optional(),
  problem: z.string().optional(),
});

/** GET /api/events (text/event-stream): each `data:` line is one of these. */
export const serverEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stage-progress'),
    stage: z.string(),
    message: z.string(),
    done: z.number().optional(),
    total: z.number().optional(),
    secondsLeft: z.number().optional(),
  }),
  z.object({ type: z.literal('stage-start'), stage: z.string(), reason: z.string() }),
  z.object({
    type: z.literal('stage-end'),
    stage: z.string(),
    status: z.string(),
    seconds: z.number(),
    records: z.number(),
    fault: z.string().optional(),
  }),
  z.object({ type: z.literal('run-start'), runId: z.string() }),
  z.object({ type: z.literal('run-end'), runId: z.string(), ok: z.boolean() }),
  z.object({ type: z.literal('rollout-change') }),
  z.object({ type: z.literal('hello'), version: z.string() }),
]);

/** POST /api/run. */
export const runRequestSchema = z.strictObject({ stages: z.array(z.string()).default([]) });

/** RFC 9457 problem, as every `/api` error is rendered. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  why: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
});

export type StageState = z.infer<typeof stageStateSchema>;
export type Lifecycle = z.infer<typeof lifecycleSchema>;
export type RecordDetail = z.infer<typeof recordDetailSchema>;
export type LineageGraph = z.infer<typeof lineageSchema>;
export type DocumentView = z.infer<typeof documentViewSchema>;
export type AnswerLineage = z.infer<typeof answerLineageSchema>;
export type ServerEvent = z.infer<typeof serverEventSchema>;
export type Problem = z.infer<typeof problemSchema>;
