import { err, ok, type Result } from '#kernel';
import { countPersonalData, detectPersonalData, maskPersonalData } from '#plan/govern';
import type { SourcePolicy } from '#plan/govern/contract';

export interface GovernedText {
  readonly title: string;
  readonly text: string;
  /** What was found, by kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** The policy forbids the document: leave it out, or stop. */
export interface ForbiddenText {
  readonly action: 'drop-document' | 'fail';
  readonly counts: Readonly<Record<string, number>>;
}

const mask = (text: string): string => maskPersonalData(text, detectPersonalData(text));

/** Applies the policy of a source to the personal data in a document. */
export const governText = (
  { title, text }: Pick<GovernedText, 'title' | 'text'>,
  { personalData }: SourcePolicy,
): Result<GovernedText, ForbiddenText> => {
  const matches = detectPersonalData(text);
  const counts = countPersonalData(matches);
  if (personalData === 'keep') return ok({ title, text, counts });
  if (personalData === 'mask') return ok({ title: mask(title), text: maskPersonalData(text, matches), counts });
  return matches.length === 0 ? ok({ title, text, counts }) : err({ action: personalData, counts });
};

/** `email: 2, phone: 1`. */
export const describeCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([kind, count]) => `${kind}: ${count}`)
    .join(', ');
