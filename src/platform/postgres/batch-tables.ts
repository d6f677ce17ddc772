import type { ColumnType } from 'kysely';
import type { Json } from '#kernel';

interface BatchFilesTable {
  readonly project: string;
  readonly id: string;
  readonly owner: string;
  readonly purpose: 'batch' | 'batch_output';
  readonly filename: string;
  readonly bytes: number;
  readonly blob: string;
  readonly created_at: Date;
}

interface BatchesTable {
  readonly project: string;
  readonly id: string;
  readonly owner: string;
  readonly key_id: string;
  readonly endpoint: string;
  readonly input_file: string;
  readonly status: string;
  readonly details: ColumnType<Json, string, string>;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly worker: string | null;
  readonly leased_until: Date | null;
}

interface BatchResultsTable {
  readonly project: string;
  readonly batch_id: string;
  readonly line: number;
  readonly failed: boolean;
  readonly outcome: string;
}

/** Tables of files and batches. */
export interface BatchTables {
  readonly batch_files: BatchFilesTable;
  readonly batches: BatchesTable;
  readonly batch_results: BatchResultsTable;
}
