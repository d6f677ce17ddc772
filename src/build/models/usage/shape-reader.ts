import type { ScannedString, ScanPlace } from './json-scan.ts';
import type { UsageShape } from './shapes.ts';

/** A shape whose words are numbers, ready for a scan. */
export interface ShapeReader {
  readonly words: readonly string[];
  /** The number of the key whose values are words. */
  readonly wordsAt: number;
  readonly isUsage: (place: ScanPlace) => boolean;
  /** What the model said. */
  readonly isText: (place: ScanPlace) => boolean;
  /** The mark of the end of the answer. */
  readonly isEnd: (place: ScanPlace, text: ScannedString) => boolean;
}

const wordsOf = ({ usage, text, end }: UsageShape): readonly string[] => {
  const ofText = text === undefined ? [] : [text.under, text.except, ...text.keys];
  const ofEnd = end === undefined ? [] : [end.under, end.key, ...(end.values ?? []), ...(end.failures ?? [])];
  const words = [...usage.flat(), ...ofText, ...ofEnd].filter((word) => word !== undefined);
  return [...new Set(words)];
};

type NumberOf = (word: string) => number;

const isAt = ({ depth, keys }: ScanPlace, path: readonly number[]): boolean =>
  depth === path.length && path.every((word, index) => keys[index + 1] === word);

const isBelow = ({ depth, keys }: ScanPlace, word: number): boolean => {
  for (let level = 1; level < depth; level += 1) if (keys[level] === word) return true;
  return false;
};

const textTest = ({ text }: UsageShape, numberOf: NumberOf): ShapeReader['isText'] => {
  if (text === undefined) return () => false;
  const under = numberOf(text.under);
  const except = text.except === undefined ? -1 : numberOf(text.except);
  const own = text.keys.map(numberOf);
  return (place) => {
    const { depth, keys } = place;
    const key = keys[depth] ?? 0;
    return key !== 0 && keys[1] === under && own.includes(key) && !isBelow(place, except);
  };
};

const endTest = ({ end }: UsageShape, numberOf: NumberOf): ShapeReader['isEnd'] => {
  if (end === undefined) return () => false;
  const [key, under] = [numberOf(end.key), numberOf(end.under ?? end.key)];
  const [values, failures] = [end.values?.map(numberOf), end.failures?.map(numberOf) ?? []];
  return ({ depth, keys }, { word, bytes }) =>
    keys[depth] === key && keys[1] === under && (values?.includes(word) ?? (bytes > 0 && !failures.includes(word)));
};

export const readShape = (shape: UsageShape): ShapeReader => {
  const words = wordsOf(shape);
  const numberOf: NumberOf = (word) => words.indexOf(word) + 1;
  const paths = shape.usage.map((path) => path.map(numberOf));
  return {
    words,
    wordsAt: shape.end === undefined ? -1 : numberOf(shape.end.key),
    isUsage: (place) => paths.some((path) => isAt(place, path)),
    isText: textTest(shape, numberOf),
    isEnd: endTest(shape, numberOf),
  };
};
