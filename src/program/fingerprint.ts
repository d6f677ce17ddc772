import { canonicalJson, hashOf } from '#kernel';
import { ownerOf } from './plan-run.ts';
import { shortList } from './short-list.ts';

/** What a stage's result depends on, part by part. */
export type FingerprintParts = Readonly<Record<string, unknown>>;

/** One short hash a part, in one text: equal texts mean nothing changed, and a difference names what did. */
export const fingerprintOf = (parts: FingerprintParts): string =>
  canonicalJson(Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, hashOf(value).slice(0, 16)])));

const partsOf = (fingerprint: string): Map<string, string> => {
  const parsed: unknown = JSON.parse(fingerprint);
  return new Map(
    typeof parsed === 'object' && parsed !== null
      ? Object.entries(parsed).map(([name, value]) => [name, String(value)])
      : [],
  );
};

const words: ReadonlyMap<string, string> = new Map([
  ['code', 'the program'],
  ['config', 'its settings'],
]);

/** What changed, for people: the program, settings, the stages whose results are read, then files and the like. */
const changeText = (changed: readonly string[], reads: readonly string[]): string => {
  const own = changed.flatMap((name) => words.get(name) ?? []);
  const stages = [...new Set(changed.filter((name) => reads.includes(name)).map(ownerOf))];
  const others = changed.filter((name) => !words.has(name) && !reads.includes(name));
  return [
    ...own,
    ...(stages.length === 0 ? [] : [`results of ${shortList(stages)}`]),
    ...(others.length === 0 ? [] : [shortList(others)]),
  ].join(', ');
};

/** Why a stage must run, in words; undefined when nothing changed. `reads` are the record types it reads. */
export const whyStale = (
  previous: string | undefined,
  current: string,
  reads: readonly string[] = [],
): string | undefined => {
  if (previous === undefined) return 'it never ran';
  if (previous === current) return undefined;
  const before = partsOf(previous);
  const now = partsOf(current);
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
  return `changed: ${changeText(changed, reads)}`;
};
