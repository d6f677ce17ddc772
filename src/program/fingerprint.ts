import { canonicalJson, hashOf } from '#kernel';

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

/** Why a stage must run, in words; undefined when nothing changed. */
export const whyStale = (previous: string | undefined, current: string): string | undefined => {
  if (previous === undefined) return 'it never ran';
  if (previous === current) return undefined;
  const before = partsOf(previous);
  const now = partsOf(current);
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
  return `changed: ${changed.join(', ')}`;
};
