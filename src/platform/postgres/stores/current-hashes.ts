import { sql } from 'kysely';
import type { StageRunsDep } from '#kernel';
import type { LedgerDeps } from './ledger-writer.ts';

/** Hashes of what the newest successful execution of each stage wrote, and of every decision, by record type. */
export const createCurrentHashes =
  ({ database }: LedgerDeps, project: string): StageRunsDep['stageRuns']['currentHashes'] =>
  async () => {
    const { rows } = await database.retry((db) =>
      sql<{ type: string; hash: string }>`
        select type, hash from records where project = ${project} and (decision or hash in (
          select unnest(record_hashes) from (
            select distinct on (stage) record_hashes from stage_runs
            where project = ${project} and status = 'done' order by stage, started_at desc, position desc
          ) newest))`.execute(db),
    );
    const byType = new Map<string, string[]>();
    for (const { type, hash } of rows) byType.set(type, [...(byType.get(type) ?? []), hash]);
    return byType;
  };
