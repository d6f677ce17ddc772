import type { Batch, StoredFile } from './port.ts';

const seconds = (milliseconds: number | undefined): number | null =>
  milliseconds === undefined ? null : Math.floor(milliseconds / 1000);

/** A file as OpenAI's API shows it. */
export const fileObject = ({ id, bytes, createdAt, filename, purpose }: StoredFile) => ({
  id,
  object: 'file',
  bytes,
  created_at: seconds(createdAt),
  expires_at: null,
  filename,
  purpose,
  status: 'processed',
  status_details: null,
});

/** A batch as OpenAI's API shows it. */
export const batchObject = (batch: Batch) => {
  const { id, endpoint, status, times, counts, problems } = batch;
  return {
    id,
    object: 'batch',
    endpoint,
    errors: problems.length === 0 ? null : { object: 'list', data: problems },
    input_file_id: batch.inputFile,
    completion_window: '24h',
    status,
    output_file_id: batch.outputFile ?? null,
    error_file_id: batch.errorFile ?? null,
    created_at: seconds(batch.createdAt),
    in_progress_at: seconds(times.in_progress),
    expires_at: seconds(batch.expiresAt),
    finalizing_at: seconds(times.finalizing),
    completed_at: seconds(times.completed),
    failed_at: seconds(times.failed),
    expired_at: seconds(times.expired),
    cancelling_at: seconds(times.cancelling),
    cancelled_at: seconds(times.cancelled),
    request_counts: counts,
    metadata: batch.metadata ?? null,
  };
};

/** A page of a list; `rows` holds one more than `limit` when there are more. */
export const listObject = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
  encode: (row: Row) => object,
) => {
  const page = rows.slice(0, limit);
  return {
    object: 'list',
    data: page.map(encode),
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: rows.length > limit,
  };
};
