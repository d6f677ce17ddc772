import { isObject } from '../../dialects/json-value.ts';
import { fieldOf, type Field, type ScannedBody } from './scan-body.ts';
import { readField } from './read-field.ts';

/** Bytes that take the place of a part of a body. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const apply = (bytes: Buffer, patches: readonly Patch[]): Buffer => {
  const parts: Buffer[] = [];
  let at = 0;
  const ordered = patches.length === 1 ? patches : patches.toSorted((left, right) => left.start - right.start);
  for (const { start, end, text } of ordered) {
    parts.push(bytes.subarray(at, start), Buffer.from(text));
    at = end;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
};

/** Asks for usage in the stream: a new field behind the model, or the given one with it added. */
const usagePatch = (body: ScannedBody, after: Field): Patch => {
  const given = fieldOf(body, 'stream_options');
  if (given === undefined) {
    return { start: after.end, end: after.end, text: ',"stream_options":{"include_usage":true}' };
  }
  const options = readField(body, 'stream_options');
  const text = JSON.stringify({ ...(isObject(options) ? options : {}), include_usage: true });
  return { start: given.start, end: given.end, text };
};

/** Names of models are few; quoting one is remembered. */
const quotedNames = new Map<string, string>();
const maximumNames = 1_000;

const quoted = (name: string): string => {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const text = JSON.stringify(name);
  if (quotedNames.size < maximumNames) quotedNames.set(name, text);
  return text;
};

export interface SpliceOptions {
  /** Name of the model at its provider. */
  readonly model: string;
  readonly askForUsage: boolean;
}

/**
 * The body as the provider gets it: the client's own bytes with only the name of the model replaced, everywhere it
 * stands in the outermost object, so that every reader finds the same one.
 */
export const spliceBody = (body: ScannedBody, { model, askForUsage }: SpliceOptions): Buffer => {
  const text = quoted(model);
  const named = body.fields.filter(({ name }) => name === 'model');
  const [first] = named;
  const isOther = ({ start, end }: Field): boolean => body.bytes.toString('utf8', start, end) !== text;
  const patches: Patch[] = named.filter(isOther).map(({ start, end }) => ({ start, end, text }));
  if (askForUsage && first !== undefined) patches.push(usagePatch(body, first));
  // The same bytes need no copy.
  return patches.length === 0 ? body.bytes : apply(body.bytes, patches);
};
