import { err, ok, shortHash, type Fault, type RecordsDep, type Result } from '#kernel';
import { candidateSchema } from '#build/strategy/contract';
import { releaseSchema } from './contract.ts';
import { rolloutFaults } from './errors.ts';

interface ListDep {
  readonly records: Pick<RecordsDep['records'], 'list'>;
}

interface Named {
  readonly hash: string;
  readonly name: string;
}

/** Newest first, without the worse copies that simulations made. */
const listReleases = async ({ records }: ListDep): Promise<readonly Named[]> =>
  (await records.list({ type: 'rollout/release', limit: 1000 })).flatMap(({ hash, body }) => {
    const candidate = releaseSchema.safeParse(body).data?.candidate;
    const isReal = candidate !== undefined && candidate.origin !== 'simulated-regression';
    return isReal ? [{ hash, name: candidate.strategy.name }] : [];
  });

const isCandidate = async ({ records }: ListDep, text: string): Promise<boolean> =>
  (await records.list({ type: 'strategy/candidate', current: true, limit: 1000 })).some(({ body }) => {
    const candidate = candidateSchema.safeParse(body).data;
    return candidate?.strategy.name === text || (text.length >= 6 && candidate?.id.startsWith(text) === true);
  });

const shown = 5;

/** The newest release of each name. */
const knownText = (releases: readonly Named[]): string => {
  const newest = new Map(releases.toReversed().map(({ name, hash }) => [name, hash]));
  const lines = [...newest].toReversed().map(([name, hash]) => `${name} (${shortHash(hash)})`);
  return lines.length === 0 ? 'there is none yet' : lines.slice(0, shown).join(', ');
};

/** The hash of the one release whose hash begins with `text`, or of the newest whose strategy has that name. */
export const findRelease = async (deps: ListDep, text: string): Promise<Result<string, Fault>> => {
  const releases = await listReleases(deps);
  const byHash = releases.filter(({ hash }) => text.length >= 6 && hash.startsWith(text));
  const found = byHash.length === 1 ? byHash[0] : releases.find(({ name }) => name === text);
  if (found !== undefined) return ok(found.hash);
  const name = text.slice(0, 100);
  return err(
    (await isCandidate(deps, text))
      ? rolloutFaults.fault('ROLLOUT_NEVER_RELEASED', { name })
      : rolloutFaults.fault('ROLLOUT_RELEASE_UNKNOWN', { release: name, known: knownText(releases) }),
  );
};
