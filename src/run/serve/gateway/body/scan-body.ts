import { skipString, skipValue, skipWhitespace } from './skip-value.ts';

/** Where a value of the outermost object stands in the bytes of a body. */
export interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A JSON object in its original bytes: its outermost fields are known, nothing below them is parsed. */
export interface ScannedBody {
  readonly bytes: Buffer;
  readonly fields: readonly Field[];
}

const maximumFields = 200;
const maximumName = 200;
const [quote, colon, comma, openBrace, closeBrace, backslash] = [0x22, 0x3a, 0x2c, 0x7b, 0x7d, 0x5c];

const nameOf = (bytes: Buffer, start: number, end: number): string | undefined => {
  if (end - start > maximumName) return undefined;
  const escaped = bytes.subarray(start, end).includes(backslash);
  if (!escaped) return bytes.toString('utf8', start + 1, end - 1);
  try {
    return String(JSON.parse(bytes.toString('utf8', start, end)));
  } catch {
    return undefined;
  }
};

/** One `"name": value` from `at`; its end is where the value ends, -1 when it is none. */
const scanField = (bytes: Buffer, at: number): Field | undefined => {
  if (bytes[at] !== quote) return undefined;
  const nameEnd = skipString(bytes, at);
  const name = nameEnd === -1 ? undefined : nameOf(bytes, at, nameEnd);
  if (name === undefined) return undefined;
  const colonAt = skipWhitespace(bytes, nameEnd);
  if (bytes[colonAt] !== colon) return undefined;
  const start = skipWhitespace(bytes, colonAt + 1);
  const end = skipValue(bytes, start);
  return end === -1 ? undefined : { name, start, end };
};

const scanFields = (bytes: Buffer, from: number): { readonly fields: Field[]; readonly end: number } | undefined => {
  const fields: Field[] = [];
  let at = skipWhitespace(bytes, from);
  if (bytes[at] === closeBrace) return { fields, end: at + 1 };
  while (fields.length < maximumFields) {
    const field = scanField(bytes, at);
    if (field === undefined) return undefined;
    fields.push(field);
    at = skipWhitespace(bytes, field.end);
    if (bytes[at] === closeBrace) return { fields, end: at + 1 };
    if (bytes[at] !== comma) return undefined;
    at = skipWhitespace(bytes, at + 1);
  }
  return undefined;
};

const byteOrderMark = 0xef;

/**
 * Finds the outermost fields of a JSON object without parsing what is in them: a prompt of 100 KB costs a tenth of
 * `JSON.parse`. Undefined when it is no object, when brackets or strings do not match, or when there is more than it.
 */
export const scanBody = (bytes: Buffer): ScannedBody | undefined => {
  const open = skipWhitespace(bytes, bytes[0] === byteOrderMark ? 3 : 0);
  if (bytes[open] !== openBrace) return undefined;
  const scanned = scanFields(bytes, open + 1);
  if (scanned === undefined || skipWhitespace(bytes, scanned.end) !== bytes.length) return undefined;
  return { bytes, fields: scanned.fields };
};

/** The last field of a name, as `JSON.parse` would have it. */
export const fieldOf = ({ fields }: ScannedBody, name: string): Field | undefined => {
  for (let index = fields.length - 1; index >= 0; index -= 1) {
    const field = fields[index];
    if (field?.name === name) return field;
  }
  return undefined;
};
