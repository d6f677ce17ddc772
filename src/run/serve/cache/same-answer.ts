const numberPattern = /[-+]?\d+(?:[.,]\d+)*/g;
const wordPattern = /[\p{L}\p{N}]+/gu;

const setOf = (text: string, pattern: RegExp): ReadonlySet<string> => new Set(text.toLowerCase().match(pattern) ?? []);

/** Two honest answers of a model to one question share most of their words; answers to two questions do not. */
const leastShared = 0.5;

/**
 * Whether two answers say the same, as far as words and numbers tell: the shorter one's numbers are in the longer one,
 * and half of all words are shared (Dice). Deterministic, so that a false-hit rate can be checked by hand.
 */
export const isSameAnswer = (first: string, second: string): boolean => {
  const [one, other] = [setOf(first, wordPattern), setOf(second, wordPattern)];
  if (one.size === 0 || other.size === 0) return one.size === other.size;
  const [fewer, more] = [setOf(first, numberPattern), setOf(second, numberPattern)].toSorted((a, b) => a.size - b.size);
  if (fewer !== undefined && more !== undefined && [...fewer].some((number) => !more.has(number))) return false;
  const shared = [...one].filter((word) => other.has(word)).length;
  return (2 * shared) / (one.size + other.size) >= leastShared;
};
