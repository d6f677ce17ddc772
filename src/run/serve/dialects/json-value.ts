import type { Json } from '#kernel';
import type { JsonObject } from './port.ts';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The text of a field; undefined when it is anything else. */
export const textOf = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

export const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

/** Whether a field asks for anything. */
export const isAsked = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== false;

/** JSON of a text, or the text itself when it is none: what a model wrote as arguments is not always JSON. */
export const parseArguments = (text: string): unknown => {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** An object whose undefined properties are absent. */
export type Present<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

const isPresent = <Value extends object>(value: Value | Present<Value>): value is Present<Value> =>
  Object.values(value).every((each) => each !== undefined);

/** Leaves out what is undefined, for types whose optional properties must be absent. */
export const present = <Value extends object>(value: Value): Present<Value> => {
  const kept: Value | Present<Value> = { ...value };
  for (const key of Object.keys(kept)) if (Reflect.get(kept, key) === undefined) Reflect.deleteProperty(kept, key);
  return isPresent(kept) ? kept : {};
};
