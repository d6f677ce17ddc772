import { z } from 'zod';

export const batchStatuses = [
  'validating',
  'failed',
  'in_progress',
  'finalizing',
  'completed',
  'expired',
  'cancelling',
  'cancelled',
] as const;

export const batchStatusSchema = z.enum(batchStatuses);

/** Why a batch was not begun, at most one a line. */
export const batchProblemSchema = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number().int().nullable(),
  param: z.string().nullable(),
});

/** Body of POST /v1/batches. */
export const batchRequestSchema = z.object({
  input_file_id: z.string().max(200),
  endpoint: z.enum(['/v1/chat/completions', '/v1/completions', '/v1/embeddings', '/v1/responses']),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
});

export type BatchStatus = z.infer<typeof batchStatusSchema>;
export type BatchProblem = z.infer<typeof batchProblemSchema>;
export type BatchRequest = z.infer<typeof batchRequestSchema>;
