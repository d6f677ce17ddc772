/** Words that turn a question round. */
const negations = new Set(
  "not no never without none cannot can't don't doesn't didn't won't isn't aren't wasn't shouldn't except unless disable disabled deny remove stop cancel nicht kein keine nie ohne".split(
    ' ',
  ),
);
/** Pairs that name opposite things in questions which are otherwise alike. */
const opposites: readonly (readonly [string, string])[] = [
  ['enable', 'disable'],
  ['increase', 'decrease'],
  ['before', 'after'],
  ['minimum', 'maximum'],
  ['min', 'max'],
  ['open', 'close'],
  ['start', 'stop'],
  ['add', 'remove'],
  ['allow', 'deny'],
  ['buy', 'sell'],
  ['first', 'last'],
  ['up', 'down'],
  ['input', 'output'],
  ['request', 'response'],
];
/** Numbers with their signs, decimals and dates; identifiers that hold digits or inner capitals count as entities. */
const numberPattern = /[-+]?\d+(?:[.,:/-]\d+)*/g;
const entityPattern =
  /`[^`]{1,80}`|"[^"]{1,80}"|\S+@\S+|https?:\/\/\S+|\p{L}*\p{Ll}\p{Lu}\p{L}*|\p{Lu}[\p{L}\p{N}_.-]+/gu;
const wordPattern = /[\p{L}\p{N}'’]+/gu;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().replaceAll('’', "'").match(wordPattern) ?? [];

const sorted = (values: Iterable<string>): string => [...new Set(values)].toSorted().join('\u0001');

/** A capital at the start of a sentence says nothing. */
const entitiesOf = (text: string): string => {
  const inner = text.replaceAll(/(^|[.!?]\s+)\p{Lu}\p{Ll}*(?=\s|$)/gu, '$1');
  return sorted((inner.match(entityPattern) ?? []).map((entity) => entity.toLowerCase().replace(/[.,;:!?]+$/, '')));
};

const hasOpposite = (first: ReadonlySet<string>, second: ReadonlySet<string>): boolean =>
  opposites.some(
    ([one, other]) =>
      (first.has(one) && !first.has(other) && second.has(other) && !second.has(one)) ||
      (first.has(other) && !first.has(one) && second.has(one) && !second.has(other)),
  );

/** What tells two similar questions apart; undefined when their numbers, entities and negations are the same. */
export const differenceOf = (first: string, second: string): string | undefined => {
  if (sorted(first.match(numberPattern) ?? []) !== sorted(second.match(numberPattern) ?? [])) return 'numbers differ';
  if (entitiesOf(first) !== entitiesOf(second)) return 'entities differ';
  const [left, right] = [wordsOf(first), wordsOf(second)];
  const negated = (words: readonly string[]): number => words.filter((word) => negations.has(word)).length;
  if (negated(left) % 2 !== negated(right) % 2) return 'one is negated';
  return hasOpposite(new Set(left), new Set(right)) ? 'they name opposites' : undefined;
};

/**
 * Share of the shorter text that both have in common at their beginnings and ends. Prompts made from a template are
 * nearly equal whatever they ask about, so their similarity says nothing.
 */
export const sharedFrame = (first: string, second: string): number => {
  const shorter = Math.min(first.length, second.length);
  if (shorter === 0) return 0;
  let start = 0;
  while (start < shorter && first[start] === second[start]) start += 1;
  let end = 0;
  while (end < shorter - start && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  return (start + end) / shorter;
};
