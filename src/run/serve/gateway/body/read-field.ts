import type { Json } from '#kernel';
import { fieldOf, type Field, type ScannedBody } from './scan-body.ts';

/** The parsed value of a field's bytes; undefined when they are not JSON. */
export const parseField = ({ bytes }: ScannedBody, { start, end }: Field): Json | undefined => {
  try {
    return JSON.parse(bytes.toString('utf8', start, end));
  } catch {
    return undefined;
  }
};

/** The value of a field; undefined when it is absent or broken. */
export const readField = (body: ScannedBody, name: string): Json | undefined => {
  const field = fieldOf(body, name);
  return field === undefined ? undefined : parseField(body, field);
};

/** Whether a field is the literal `true`. */
export const isTrue = (body: ScannedBody, name: string): boolean => {
  const field = fieldOf(body, name);
  return field !== undefined && field.end - field.start === 4 && body.bytes[field.start] === 0x74;
};

/** A copy with only these fields, parsed: what is read of a body without its prompt. */
export const readFields = (body: ScannedBody, names: ReadonlySet<string>): { readonly [name: string]: Json } => {
  const read: Record<string, Json> = {};
  for (const field of body.fields) {
    if (!names.has(field.name)) continue;
    const value = parseField(body, field);
    if (value !== undefined) read[field.name] = value;
  }
  return read;
};
