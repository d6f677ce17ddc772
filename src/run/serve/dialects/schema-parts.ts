import type { JSONSchema7 } from '@ai-sdk/provider';
import { z, type ZodType } from 'zod';
import type { Json } from '#kernel';
import { isObject } from './json-value.ts';

/** A JSON Schema is passed on as it is; the provider judges it. */
export const jsonSchema = z.custom<JSONSchema7>((value) => isObject(value), 'expected a JSON Schema object');

/** Anything that came out of `JSON.parse`. */
export const anyJson = z.custom<Json>(() => true);

/** A field that may be absent or `null`, which mean the same in these APIs. */
export const maybe = <Value>(schema: ZodType<Value>) => schema.nullish().transform((value) => value ?? undefined);

/** One or more stop sequences. */
export const stopSchema = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((stop) => (typeof stop === 'string' ? [stop] : (stop ?? undefined)));
