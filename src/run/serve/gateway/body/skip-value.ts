const isWhitespace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** The first place from `at` that is not whitespace. */
export const skipWhitespace = (bytes: Uint8Array, at: number): number => {
  let place = at;
  while (isWhitespace(bytes[place])) place += 1;
  return place;
};

/** Text with quotes in it is walked; in long runs without any the search of the runtime is faster. */
const walked = 64;

/** Whether the byte at `at` is escaped: an odd number of backslashes stands before it. */
const isEscaped = (bytes: Uint8Array, at: number, start: number): boolean => {
  let first = at;
  while (first > start && bytes[first - 1] === 0x5c) first -= 1;
  return (at - first) % 2 === 1;
};

/** The end of the string that begins with the quote at `start`; -1 when it has none. */
export const skipString = (bytes: Uint8Array, start: number): number => {
  let at = start + 1;
  for (;;) {
    const near = Math.min(bytes.length, at + walked);
    while (at < near) {
      const byte = bytes[at];
      if (byte === 0x22) return at + 1;
      at += byte === 0x5c ? 2 : 1;
    }
    const next = bytes.indexOf(0x22, at);
    if (next === -1) return -1;
    if (!isEscaped(bytes, next, at)) return next + 1;
    at = next + 1;
  }
};

const [other, plain, quote, open, close] = [0, 1, 2, 3, 4];

/** What a byte outside strings means; anything but JSON's own characters is `other`. */
const meanings = ((): Uint8Array => {
  const table = new Uint8Array(256).fill(other);
  for (const byte of Buffer.from(' \t\r\n,:-+.eE0123456789truefalsn')) table[byte] = plain;
  table[0x22] = quote;
  table[0x5b] = open;
  table[0x7b] = open;
  table[0x5d] = close;
  table[0x7d] = close;
  return table;
})();

const maximumDepth = 128;
/** Closing brackets that are waited for; used by one scan at a time, which never waits. */
const closers = new Uint8Array(maximumDepth + 1);

/** The end of the object or array that begins at `start`: brackets match by kind, strings are skipped. */
const skipContainer = (bytes: Uint8Array, start: number): number => {
  let [at, depth] = [start, 0];
  const { length } = bytes;
  while (at < length) {
    const byte = bytes[at] ?? 0;
    const meaning = meanings[byte];
    at += 1;
    if (meaning === 1) continue;
    if (meaning === 2) {
      at = skipString(bytes, at - 1);
      if (at === -1) return -1;
    } else if (meaning === 3) {
      if (depth === maximumDepth) return -1;
      // The closing bracket of both kinds stands two places behind the opening one.
      closers[depth] = byte + 2;
      depth += 1;
    } else {
      depth -= 1;
      if (meaning !== 4 || closers[depth] !== byte) return -1;
      if (depth === 0) return at;
    }
  }
  return -1;
};

const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const maximumScalar = 400;

const isScalarByte = (byte: number | undefined): boolean =>
  byte !== undefined && meanings[byte] === 1 && !isWhitespace(byte) && byte !== 0x2c && byte !== 0x3a;

const skipScalar = (bytes: Uint8Array, start: number): number => {
  let end = start;
  while (end - start < maximumScalar && isScalarByte(bytes[end])) end += 1;
  return scalar.test(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')) ? end : -1;
};

/** The end of the JSON value that begins at `start`; -1 when there is none. What is inside containers is not checked. */
export const skipValue = (bytes: Uint8Array, start: number): number => {
  const byte = bytes[start];
  if (byte === 0x22) return skipString(bytes, start);
  if (byte === 0x5b || byte === 0x7b) return skipContainer(bytes, start);
  return skipScalar(bytes, start);
};
