/** Levels whose keys are known; what is deeper is only counted. */
const knownLevels = 16;
/** Longer strings are no word that anybody asks for. */
const longestWord = 40;
/** More than any usage object; a larger one is not kept. */
const longestCapture = 16 * 1024;

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/** What the listener can ask about the place in the document. */
export interface ScanPlace {
  /** 1 inside of the outermost object. */
  readonly depth: number;
  /** The word that is the key at each depth, 0 for an unknown key and for an array. */
  readonly keys: Int32Array;
}

export interface ScannedString {
  /** The number of the word it is; 0 for any other. */
  readonly word: number;
  /** UTF-8 bytes without escapes; an escaped character beyond ASCII counts as three. */
  readonly bytes: number;
}

/** Keys and values that are told apart, numbered from 1, by their hashes. */
export type ScanWords = ReadonlyMap<number, number>;

export interface ScanListener {
  readonly words: ScanWords;
  /** The number of the key whose values may be words. */
  readonly wordsAt: number;
  readonly onString: (place: ScanPlace, text: ScannedString) => void;
  /** An object begins; true to get its text when it ends. */
  readonly wants: (place: ScanPlace) => boolean;
  readonly onObject: (json: string) => void;
  /** The outermost object or array ended. */
  readonly onEnd: () => void;
}

interface ScanState extends ScanPlace {
  readonly listener: ScanListener;
  readonly keys: Int32Array;
  readonly isObject: Uint8Array;
  depth: number;
  isInString: boolean;
  isEscaped: boolean;
  /** It may be one of the words. */
  isWord: boolean;
  expectsKey: boolean;
  bytes: number;
  hash: number;
  /** Depth outside of the object that is captured; -1 when none is. */
  captureDepth: number;
  captureFrom: number;
  captured: Uint8Array[];
  capturedBytes: number;
}

const seed = 0x811c9dc5;
const mix = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

const hashOf = (word: string): number => [...new TextEncoder().encode(word)].reduce(mix, seed);

export const prepareWords = (words: readonly string[]): ScanWords =>
  new Map(words.map((word, index) => [hashOf(word), index + 1]));

const keep = (state: ScanState, bytes: Uint8Array, end: number): void => {
  if (state.captureDepth < 0) return;
  state.capturedBytes += end - state.captureFrom;
  // A copy, because the caller may use its buffer again.
  if (state.capturedBytes <= longestCapture)
    state.captured.push(new Uint8Array(bytes.subarray(state.captureFrom, end)));
  else state.captured = [];
  state.captureFrom = 0;
};

const endCapture = (state: ScanState, bytes: Uint8Array, end: number): void => {
  keep(state, bytes, end);
  state.captureDepth = -1;
  if (state.capturedBytes <= longestCapture) state.listener.onObject(Buffer.concat(state.captured).toString('utf8'));
  state.captured = [];
};

const endString = (state: ScanState): void => {
  const { depth, keys, listener, hash, bytes } = state;
  if (depth >= knownLevels) return;
  const word = !state.isWord || bytes > longestWord ? 0 : (listener.words.get(hash) ?? 0);
  if (!state.expectsKey) listener.onString(state, { word, bytes });
  else keys[depth] = word;
};

interface Range {
  readonly from: number;
  readonly end: number;
}

/** Bytes that mean something in a string, and outside of one. */
const inString = new Uint8Array(256);
const outside = new Uint8Array(256);
inString[quote] = inString[backslash] = 1;
for (const byte of new TextEncoder().encode('",:{}[]')) outside[byte] = 1;

/** The index of the next byte of a kind, or the end. */
const seek = (kind: Uint8Array, bytes: Uint8Array, { from, end }: Range): number => {
  let index = from;
  while (index < end && kind[bytes[index] ?? 0] === 0) index += 1;
  return index;
};

/** One character after a backslash. */
const readEscaped = (state: ScanState, byte: number): void => {
  state.isEscaped = false;
  state.bytes += byte === letterU ? -1 : 1;
  state.hash = mix(state.hash, byte);
};

const readPlain = (state: ScanState, bytes: Uint8Array, { from, end }: Range): void => {
  state.bytes += end - from;
  if (!state.isWord || state.bytes > longestWord) return;
  let { hash } = state;
  for (let index = from; index < end; index += 1) hash = mix(hash, bytes[index] ?? 0);
  state.hash = hash;
};

/** Goes on inside of a string; the index after what it read. */
const scanString = (state: ScanState, bytes: Uint8Array, { from, end }: Range): number => {
  let index = from;
  while (index < end) {
    if (state.isEscaped) {
      readEscaped(state, bytes[index] ?? 0);
      index += 1;
      continue;
    }
    const next = seek(inString, bytes, { from: index, end });
    readPlain(state, bytes, { from: index, end: next });
    index = next + 1;
    if (next === end) return end;
    if (bytes[next] === quote) {
      state.isInString = false;
      endString(state);
      return index;
    }
    state.isEscaped = true;
  }
  return index;
};

const beginString = (state: ScanState): void => {
  state.isInString = true;
  state.isEscaped = false;
  state.isWord = state.expectsKey || state.keys[state.depth] === state.listener.wordsAt;
  state.bytes = 0;
  state.hash = seed;
};

const open = (state: ScanState, isObject: boolean, index: number): void => {
  if (isObject && state.captureDepth < 0 && state.listener.wants(state)) {
    state.captureDepth = state.depth;
    state.captureFrom = index;
    state.captured = [];
    state.capturedBytes = 0;
  }
  state.depth += 1;
  state.expectsKey = isObject;
  if (state.depth >= knownLevels) return;
  state.keys[state.depth] = 0;
  state.isObject[state.depth] = isObject ? 1 : 0;
};

const close = (state: ScanState, bytes: Uint8Array, index: number): void => {
  if (state.depth === 0) return;
  state.depth -= 1;
  state.expectsKey = false;
  if (state.depth === state.captureDepth) endCapture(state, bytes, index + 1);
  if (state.depth === 0) state.listener.onEnd();
};

const comma = (state: ScanState): void => {
  state.expectsKey = state.depth < knownLevels && state.isObject[state.depth] === 1;
};

const readMark = (state: ScanState, bytes: Uint8Array, index: number): void => {
  const byte = bytes[index];
  if (byte === quote) beginString(state);
  else if (byte === 0x2c) comma(state);
  else if (byte === 0x3a) state.expectsKey = false;
  else if (byte === 0x7b || byte === 0x5b) open(state, byte === 0x7b, index);
  else close(state, bytes, index);
};

const scan = (state: ScanState, bytes: Uint8Array, { from, end }: Range): void => {
  state.captureFrom = from;
  let index = from;
  while (index < end) {
    if (state.isInString) index = scanString(state, bytes, { from: index, end });
    else {
      index = seek(outside, bytes, { from: index, end });
      if (index < end) readMark(state, bytes, index);
      index += 1;
    }
  }
  keep(state, bytes, end);
};

/** Follows JSON as its bytes pass by: a few counters in place of a tree, whatever the size and however it is cut. */
export interface JsonScan {
  readonly scan: (bytes: Uint8Array, range: Range) => void;
  /** Forgets a document that has not come to its end. */
  readonly reset: () => void;
}

export const createJsonScan = (listener: ScanListener): JsonScan => {
  const state: ScanState = {
    listener,
    keys: new Int32Array(knownLevels),
    isObject: new Uint8Array(knownLevels),
    depth: 0,
    isInString: false,
    isEscaped: false,
    isWord: false,
    expectsKey: false,
    bytes: 0,
    hash: seed,
    captureDepth: -1,
    captureFrom: 0,
    captured: [],
    capturedBytes: 0,
  };
  return {
    scan: (bytes, range) => scan(state, bytes, range),
    reset: () => {
      state.depth = 0;
      state.isInString = false;
      state.expectsKey = false;
      state.captureDepth = -1;
      state.captured = [];
    },
  };
};
