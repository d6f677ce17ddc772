import type { GbnfJsonSchema } from 'node-llama-cpp';
import type { Json } from '#kernel';

type JsonObject = { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isScalar = (value: Json | undefined): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

const basicTypes = ['string', 'number', 'integer', 'boolean', 'null'] as const;
const maxDepth = 12;

/**
 * The part of a JSON Schema that a grammar can hold: types, enums, constants, objects, lists and alternatives.
 * What it cannot hold (patterns, ranges, references) is left to the validation of the answer.
 */
export const grammarSchemaOf = (schema: Json, depth = 0): GbnfJsonSchema => {
  if (!isObject(schema) || depth > maxDepth) return { type: 'string' };
  const fixed = fixedSchema(schema);
  if (fixed !== undefined) return fixed;
  const alternatives = schema['oneOf'] ?? schema['anyOf'];
  if (isList(alternatives)) return { oneOf: alternatives.map((one) => grammarSchemaOf(one, depth + 1)) };
  if (schema['type'] === 'object' || isObject(schema['properties'])) return objectSchema(schema, depth);
  if (schema['type'] === 'array') {
    return { type: 'array', items: grammarSchemaOf(schema['items'] ?? {}, depth + 1), ...bounds(schema) };
  }
  return { type: basicTypes.find((name) => name === schema['type']) ?? 'string' };
};

const fixedSchema = (schema: JsonObject): GbnfJsonSchema | undefined => {
  if (isScalar(schema['const'])) return { const: schema['const'] };
  return isList(schema['enum']) ? { enum: schema['enum'].filter(isScalar) } : undefined;
};

const objectSchema = (schema: JsonObject, depth: number): GbnfJsonSchema => {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, grammarSchemaOf(value, depth + 1)]),
    ),
  };
};

const bounds = (schema: JsonObject): { readonly maxItems: number } => ({
  maxItems: typeof schema['maxItems'] === 'number' ? Math.min(schema['maxItems'], 50) : 20,
});
