import { z } from 'zod';
import type { PointersDep, RecordsDep } from '#kernel';
import { indexRecordSchema } from '#build/knowledge/contract';
import { releaseSchema, rolloutStateSchema } from '#run/rollout/contract';

const tableOf = async ({ records }: RecordsDep, release: string): Promise<string | undefined> => {
  const found = await records.get(release);
  const bundle = releaseSchema.safeParse(found?.body);
  if (!bundle.success) return undefined;
  const index = await records.get(bundle.data.candidate.indexRecord);
  return indexRecordSchema.safeParse(index?.body).data?.table;
};

/** Index tables that a served, earlier or canary release still reads. */
export const tablesInUse = async (deps: RecordsDep & PointersDep): Promise<readonly string[]> => {
  const state = rolloutStateSchema.safeParse((await deps.pointers.get('rollout/state'))?.value).data;
  const releases = z
    .array(z.string())
    .parse([state?.active, state?.previous, state?.canary?.release].filter((id) => id !== undefined));
  const tables = await Promise.all(releases.map((release) => tableOf(deps, release)));
  return tables.filter((table) => table !== undefined);
};
