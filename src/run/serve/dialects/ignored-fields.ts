import type { SharedV4Warning } from '@ai-sdk/provider';
import type { JsonObject } from './port.ts';

/** Fields of a body that mean something to its API and were not used; `null` asks for nothing. */
export const ignoredFields = (body: JsonObject, used: ReadonlySet<string>): readonly string[] =>
  Object.keys(body).filter((name) => !used.has(name) && body[name] !== null);

const maximumHeader = 1_000;

/** The value of `x-throughline-ignored`: fields without a place, and what the provider's translation left out. Empty: no header. */
export const ignoredHeader = (ignored: readonly string[], warnings: readonly SharedV4Warning[] = []): string => {
  const unsupported = warnings.flatMap((warning) => (warning.type === 'unsupported' ? [warning.feature] : []));
  const names = [...new Set([...ignored, ...unsupported])].map((name) => name.replaceAll(/[^\w.\- ]/g, '_'));
  return names.join(', ').slice(0, maximumHeader);
};
