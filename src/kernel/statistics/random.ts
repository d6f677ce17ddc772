/** A seeded source of uniform numbers in [0, 1) with 32 bits of resolution. Every call advances it. */
export type Random = () => number;

/** MurmurHash3-style mixing of a string into four 32-bit words (bryc's cyrb128, public domain). */
const hashSeed = (text: string): readonly [number, number, number, number] => {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
};

/**
 * Creates the sfc32 generator of Doty-Humphrey (PractRand) from a seed that can be stored beside the
 * result. The number 7 and the text '7' are the same seed.
 */
export const createRandom = (seed: string | number): Random => {
  let [a, b, c, counter] = hashSeed(String(seed));
  const next: Random = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
};

/** A whole number in [0, below). */
export const randomInteger = (random: Random, below: number): number => Math.floor(random() * below);

/** One of the items, each equally likely; `undefined` when there are none. */
export const choose = <T>(random: Random, items: readonly T[]): T | undefined =>
  items[randomInteger(random, items.length)];

/** A new array in a random order (sorted by random keys); the input is left alone. */
export const shuffle = <T>(random: Random, items: readonly T[]): readonly T[] =>
  items
    .map((item) => ({ item, key: random() }))
    .toSorted((first, second) => first.key - second.key)
    .map(({ item }) => item);
