import { guardOutput } from '#build/guardrails';
import type { Guardrail } from '#build/guardrails/contract';
import type { Citation } from './contract.ts';

/** Quotes are shown too: personal data in them is treated as in the answer. Their links are text, never rendered. */
export const guardCitations = (steps: readonly Guardrail[], citations: readonly Citation[]): readonly Citation[] => {
  const personal = steps.filter(({ kind }) => kind === 'personal-data');
  if (personal.length === 0) return citations;
  return citations.map((citation) => ({ ...citation, quote: guardOutput(personal, citation.quote).text }));
};
