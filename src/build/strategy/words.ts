const stopWords = new Set(
  (
    'a about above after again all also am an and any anyone are as at be because been before being below between both but by can cannot ' +
    'could did do does doing done down each either else ever every few for from further get gets give given go goes had has have having he ' +
    'her here hers him his how i if in instead into is it its itself just keep let like make makes many may me might mine more most much must ' +
    'my need needs no nor not now of off on once one only or other ought our ours out over own please possible put rather same say see set ' +
    'shall she should show so some still such tell than that the their theirs them then there these they thing this those through to too ' +
    'try two under until up upon us use used uses using very want wants was way we well were what when where whether which while who whom ' +
    'whose why will with within without won work works would yes yet you your yours able anything something someone everything nothing ' +
    "i'm i'd i've don't doesn't isn't can't it's what's there's explain describe question answer example write happen happens " +
    'know mean means etc e.g i.e vs via per'
  ).split(' '),
);

const stripSuffixes = (word: string): string => {
  let root = word;
  if (root.endsWith('ies') && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (/(?:ss|sh|ch|x|z)es$/.test(root)) root = root.slice(0, -2);
  else if (root.endsWith('s') && !/(?:ss|us|is)$/.test(root)) root = root.slice(0, -1);
  if (root.length > 6)
    root = root
      .replace(/(?:ization|isation)$/, 'iz')
      .replace(/(?:ation|ator)$/, 'at')
      .replace(/ment$/, '');
  if (root.length > 5) root = root.replace(/(?:ing|ed|ly)$/, '');
  else if (root.length > 4) root = root.replace(/ed$/, '');
  root = root.replace(/([bdfgklmnprtv])\1$/, '$1');
  return root.length > 3 ? root.replace(/[eyi]$/, '') : root;
};

const rememberedStems = 20_000;
const stems = new Map<string, string>();

/** A light English stemmer: plurals, -ing, -ed, -ly, -ation and a final e; enough to match a question with a manual. */
export const stem = (word: string): string => {
  if (word.length <= 3 || /\d/.test(word)) return word;
  const known = stems.get(word);
  if (known !== undefined) return known;
  const root = stripSuffixes(word);
  // Words repeat, and the same few thousand make up nearly every text.
  if (stems.size >= rememberedStems) stems.clear();
  stems.set(word, root);
  return root;
};

const token = /[\p{L}\p{N}][\p{L}\p{N}_'’]*/gu;
const hasParts = /_|[\p{Ll}\p{N}]\p{Lu}/u;

const partsOf = (word: string): readonly string[] =>
  hasParts.test(word) ? [word, ...word.replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').split(/[_ ]+/)] : [word];

const tidy = (word: string): string => {
  const lower = word.toLowerCase();
  return /['’]/.test(lower) ? lower.replaceAll('’', "'").replace(/'s?$/, '') : lower;
};

/** Every word of a text in order, lower-case; the parts of camelCase names follow the whole name. */
export const wordsOf = (text: string): readonly string[] => (text.match(token) ?? []).flatMap(partsOf).map(tidy);

/** The stems of the words that carry meaning, without repeats, in order. */
export const contentStems = (text: string): readonly string[] => [
  ...new Set(
    wordsOf(text)
      .filter((word) => word.length > 1 && !stopWords.has(word))
      .map(stem),
  ),
];

/** The stems of all words, for look-ups. */
export const stemSet = (text: string): ReadonlySet<string> => {
  const words = new Set(wordsOf(text));
  return new Set([...words].map(stem));
};
