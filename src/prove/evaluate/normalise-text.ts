const markup = /[`*]/g;
const edgePunctuation = new Set(' .,;:!?"\'()[]{}<>');

/** Without punctuation at both ends; by hand, as a pattern for the end of a text would take quadratic time. */
const trimEdges = (text: string): string => {
  let [start, end] = [0, text.length];
  while (start < end && edgePunctuation.has(text[start] ?? '')) start += 1;
  while (end > start && edgePunctuation.has(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
};

/** Lower case, compatibility forms, plain quotes and dashes, no backticks or asterisks, single spaces. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"')
    .replaceAll(/[\u2010-\u2015]/g, '-')
    .replaceAll(/\\([_<>[\]{}|#])/g, '$1')
    .replaceAll(markup, '')
    .replaceAll(/\s+/g, ' ');

/** The form in which facts and answers are compared: folded, and without punctuation at the ends. */
export const normaliseText = (text: string): string => trimEdges(foldText(text));

const isDigit = (character: string | undefined): boolean => character !== undefined && /\d/.test(character);
const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** A match must begin a word, and a number must end where it ends: `503` is not in `15033`, nor `pin` in `mapping`. */
const standsAlone = (text: string, at: number, phrase: string): boolean => {
  const startsInside = isWord(phrase[0]) && isWord(text[at - 1]);
  const endsInside = isDigit(phrase.at(-1)) && isDigit(text[at + phrase.length]);
  return !startsInside && !endsInside;
};

/** Whether a normalised text holds a normalised phrase as words of its own; an empty phrase is never held. */
export const holdsPhrase = (text: string, phrase: string): boolean => {
  if (phrase === '') return false;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (standsAlone(text, at, phrase)) return true;
  }
  return false;
};
