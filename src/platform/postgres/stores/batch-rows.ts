import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Batch, StoredFile } from '#run/serve';
import { batchProblemSchema, batchStatusSchema } from '#run/serve/contract';
import type { Tables } from '../tables.ts';

const countsSchema = z.object({ total: z.number(), completed: z.number(), failed: z.number() });

/** What changes as a batch goes on; kept as JSON. */
export const batchDetailsSchema = z.object({
  metadata: z.record(z.string(), z.string()).optional(),
  problems: z.array(batchProblemSchema),
  times: z.partialRecord(batchStatusSchema, z.number()),
  outputFile: z.string().optional(),
  errorFile: z.string().optional(),
  counts: countsSchema,
});

export type BatchDetails = z.infer<typeof batchDetailsSchema>;

export interface BatchRow extends Selectable<Tables['batches']> {
  /** Results that are stored and not yet written into files. */
  readonly completed: number;
  readonly failed: number;
}

/** A batch with the counts of what is stored so far. */
export const batchOfRow = (row: BatchRow): Batch => {
  const { metadata, problems, times, outputFile, errorFile, counts } = batchDetailsSchema.parse(row.details);
  return {
    id: row.id,
    owner: row.owner,
    keyId: row.key_id,
    endpoint: row.endpoint,
    inputFile: row.input_file,
    status: batchStatusSchema.parse(row.status),
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at.getTime(),
    metadata,
    problems,
    times,
    outputFile,
    errorFile,
    counts: {
      total: counts.total,
      completed: counts.completed + row.completed,
      failed: counts.failed + row.failed,
    },
  };
};

export const fileOfRow = (row: Selectable<Tables['batch_files']>): StoredFile => ({
  id: row.id,
  owner: row.owner,
  purpose: row.purpose,
  filename: row.filename,
  bytes: row.bytes,
  blob: row.blob,
  createdAt: row.created_at.getTime(),
});

export const rowOfFile = (project: string, file: StoredFile): Selectable<Tables['batch_files']> => ({
  project,
  id: file.id,
  owner: file.owner,
  purpose: file.purpose,
  filename: file.filename,
  bytes: file.bytes,
  blob: file.blob,
  created_at: new Date(file.createdAt),
});
