import type { PersonalDataMatch } from './contract.ts';

/** Replaces each match by its kind, for instance `[EMAIL]`. Matches must be sorted and must not overlap. */
export const maskPersonalData = (text: string, matches: readonly PersonalDataMatch[]): string => {
  const parts: string[] = [];
  let from = 0;
  for (const { kind, start, end } of matches) {
    parts.push(text.slice(from, start), `[${kind.toUpperCase()}]`);
    from = end;
  }
  return parts.join('') + text.slice(from);
};
