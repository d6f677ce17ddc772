import type { ClockDep, IdDep, Json } from '#kernel';
import type { DatabaseDep } from '../database.ts';

/** What every store is made from. */
export type StoreDeps = DatabaseDep & ClockDep & IdDep;

/** Keeps a caller's limit between 1 and the most that a store returns. */
export const clampLimit = (limit: number | undefined, fallback: number, most: number): number =>
  Math.min(most, Math.max(1, Math.trunc(limit ?? fallback)));

/** PostgreSQL text cannot hold NUL or half a surrogate pair. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

const storable = (value: Json): Json => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storableText(key), storable(each)]));
};

/** JSON text for a `jsonb` column, without what PostgreSQL refuses there. */
export const storableJson = (value: Json): string => {
  const text = JSON.stringify(value);
  return /\\u(?:0000|d[89a-f])/i.test(text) ? JSON.stringify(storable(value)) : text;
};

/** Splits a list so that one statement stays below the protocol's 65,535 parameters. */
export const inBatches = <Item>(items: readonly Item[], size = 500): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
