import type { Json } from '#kernel';

// Reading stored bodies for people: what is missing or of another shape is empty, never an error.

export type Body = { readonly [key: string]: Json };

export const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value.map((item: Json) => item) : [];

export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

export const partOf = (value: Json | undefined): Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};

/** `1 source`, `2 sources`; `s` makes the plural. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

/** A share with its interval: `75 % (62 to 85)`. */
export const percentOf = (estimate: Json | undefined): string => {
  const { value, low, high } = partOf(estimate);
  if (typeof value !== 'number' || typeof low !== 'number' || typeof high !== 'number') return '';
  return `${(value * 100).toFixed(0)} % (${(low * 100).toFixed(0)} to ${(high * 100).toFixed(0)})`;
};
