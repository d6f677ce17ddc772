import type { Answer } from './contract.ts';

/** What a reader is told instead of an answer. */
export const refusalTexts = {
  blocked: 'I cannot take this question: a guardrail stopped it.',
  'no-evidence': 'I cannot answer that from the sources.',
  unsupported: 'I cannot answer that from the sources.',
  declined: 'I cannot answer that from the sources.',
} as const satisfies Record<NonNullable<Answer['refusal']>, string>;

const declinePattern =
  /\b(?:cannot|can't|can not|could not|couldn't|unable to|do not|don't|does not|doesn't) (?:\w+ ){0,4}(?:answer|find|contain|hold|provide|mention|know|have (?:\w+ ){0,2}information)\b/i;

/** Whether a model's answer says, in its first words, that it has none. */
export const isDecline = (text: string): boolean => declinePattern.test(text.slice(0, 160));
