import { stem, wordsOf } from './words.ts';

// Values that a reader pastes (code, quoted text, addresses) are not what a question is about.
const pasted = /\S+@\S+|\[[A-Z]+\]|(?<=^|[\s({])'[^'\n]{0,80}'|"[^"\n]{0,80}"|\{[^}]{0,400}\}|`[^`\n]{0,200}`/g;
const token = /[\p{L}\p{N}][\p{L}\p{N}/_-]*/gu;
const mostNames = 6;

const isMixedCase = (word: string): boolean => /\p{Ll}\p{Lu}|\p{Lu}{2}/u.test(word);
const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);

const startsSentence = (before: string): boolean => before === '' || /[.!?:]$/.test(before);

/**
 * The names in a question: capitalised words inside of sentences, acronyms and mixed case. Where most words
 * begin with a capital letter (a shout, a title, German) only mixed case counts.
 */
export const findNames = (question: string): readonly string[] => {
  const text = question.slice(0, 4000).replaceAll(pasted, ' ');
  const words = [...text.matchAll(token)].map(({ 0: word, index }) => ({
    word,
    opens: startsSentence(text.slice(Math.max(0, index - 20), index).trimEnd()),
  }));
  const capitals = words.filter(({ word, opens }) => isCapital(word) && !opens).length;
  const usual = capitals <= words.length / 3;
  const shouted = words.filter(({ word }) => /^\p{Lu}{2,}$/u.test(word)).length > words.length / 3;
  const names = words.filter(
    ({ word, opens }) => word.length > 1 && ((usual && isCapital(word) && !opens) || (!shouted && isMixedCase(word))),
  );
  return [...new Set(names.map(({ word }) => word))].slice(0, mostNames);
};

/** Whether some words hold every part of a name. */
export const holdsName = (stems: ReadonlySet<string>, name: string): boolean =>
  wordsOf(name)
    .map(stem)
    .every((part) => stems.has(part));
