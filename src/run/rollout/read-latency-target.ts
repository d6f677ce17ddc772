import type { RecordsDep } from '#kernel';
import { charterSchema } from '#plan/charter/contract';
import { releaseSchema } from './contract.ts';

/**
 * The strictest blocking latency target of the charter that a release was made under, in milliseconds. A rollout is
 * judged by that charter to its end, whatever the charter says meanwhile.
 */
export const readLatencyTarget = async ({ records }: RecordsDep, release: string): Promise<number | undefined> => {
  const { parts } = releaseSchema.safeParse((await records.get(release))?.body).data ?? {};
  const hash = parts?.['charter/charter'];
  const charter = hash === undefined ? undefined : charterSchema.safeParse((await records.get(hash))?.body).data;
  const targets = charter?.kpis.filter(({ metric, level }) => metric === 'latency-p95' && level === 'blocking') ?? [];
  return targets.length === 0 ? undefined : Math.min(...targets.map(({ target }) => target));
};
