import { z } from 'zod';

/** The last entry of a backup: what every other entry must hash to. */
export const manifestSchema = z.object({
  format: z.literal('throughline-backup'),
  version: z.literal(1),
  project: z.string(),
  createdAt: z.string(),
  entries: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.number().int() })),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Tables in a backup, in an order that can be inserted. Sessions are left out: a restored program asks to log in again. */
export const backedUpTables = [
  'records',
  'record_inputs',
  'runs',
  'stage_runs',
  'ledger',
  'steps',
  'pointers',
  'spans',
  'exposures',
  'feedback',
  'api_keys',
  'sealed_uses',
  'api_key_scopes',
  'api_key_secrets',
  'limit_rules',
  'limit_counters',
  'limit_alerts',
  'accounts',
  'batch_files',
  'batches',
  'batch_results',
] as const;

export type BackedUpTable = (typeof backedUpTables)[number];

/** The table of an entry name such as `tables/records/00001.jsonl`. */
export const tableOf = (entry: string): BackedUpTable | undefined => {
  const name = /^tables\/([a-z_]+)\/\d+\.jsonl$/.exec(entry)?.[1];
  return backedUpTables.find((table) => table === name);
};
