import { createFaults } from '#kernel';

/** Faults of files and batches. */
export const batchFaults = createFaults({
  SERVE_FILE_UNKNOWN: {
    what: 'There is no file {id}.',
    why: 'It was deleted, never uploaded, or belongs to another team.',
    remedy: 'Look at GET /v1/files.',
    status: 404,
    retryable: false,
  },
  SERVE_FILE_INVALID: {
    what: 'The upload is not valid: {problem}',
    why: 'A multipart form with the fields `purpose` and `file` is expected.',
    remedy: 'Send `purpose=batch` and a file of JSON lines.',
    status: 400,
    retryable: false,
  },
  SERVE_FILE_IN_USE: {
    what: 'File {id} cannot be deleted now.',
    why: 'A batch that is not over reads it.',
    remedy: 'Cancel the batch or wait for its end.',
    status: 409,
    retryable: true,
  },
  SERVE_FILE_CONTENT_LOST: {
    what: 'The content of file {id} is gone.',
    why: 'The file store has no such content any more.',
    remedy: 'Upload it again.',
    status: 410,
    retryable: false,
  },
  SERVE_BATCH_UNKNOWN: {
    what: 'There is no batch {id}.',
    why: 'It was never created, or belongs to another team.',
    remedy: 'Look at GET /v1/batches.',
    status: 404,
    retryable: false,
  },
  SERVE_BATCH_INVALID: {
    what: 'The batch is not valid: {problem}',
    why: 'It needs the id of an uploaded file with purpose `batch`, a known endpoint and the window `24h`.',
    remedy: 'Correct `{path}`.',
    status: 400,
    retryable: false,
  },
  SERVE_BATCH_KEY_GONE: {
    what: 'The key of this batch does not open anything any more.',
    why: 'It was revoked or has expired since the batch was created.',
    remedy: 'Create the batch again with a live key.',
    status: 401,
    retryable: false,
  },
});
