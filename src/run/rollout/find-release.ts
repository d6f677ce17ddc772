import { err, ok, type Fault, type RecordsDep, type Result } from '#kernel';
import { releaseSchema } from './contract.ts';
import { rolloutFaults } from './errors.ts';

/** The hash of the one release whose hash begins with `text`, or of the newest whose strategy has that name. */
export const findRelease = async ({ records }: RecordsDep, text: string): Promise<Result<string, Fault>> => {
  const releases = await records.list({ type: 'rollout/release', limit: 1000 });
  const byHash = releases.filter(({ hash }) => text.length >= 6 && hash.startsWith(text));
  const byName = releases.find(({ body }) => releaseSchema.safeParse(body).data?.candidate.strategy.name === text);
  const found = byHash.length === 1 ? byHash[0] : byName;
  return found === undefined
    ? err(rolloutFaults.fault('ROLLOUT_RELEASE_UNKNOWN', { release: text.slice(0, 100) }))
    : ok(found.hash);
};
