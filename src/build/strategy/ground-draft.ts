import type { Passage } from '#build/knowledge/contract';
import type { Draft } from './application.ts';
import { citeSpan } from './cite.ts';
import type { Citation } from './contract.ts';
import { findSupport } from './find-support.ts';
import { isDecline } from './refusals.ts';

const mostCitations = 6;

/**
 * Ties a model's answer to the passages it was given. A factual sentence that no passage supports is taken out,
 * and an answer of which nothing is left is refused: small models make things up.
 */
export const groundDraft = (text: string, passages: readonly Passage[]): Pick<Draft, 'text' | 'citations' | 'refusal'> => {
  if (isDecline(text)) return { text: '', citations: [], refusal: 'declined' };
  const sentences = findSupport(text, passages);
  const citations = new Map<string, Citation>();
  for (const { support } of sentences) {
    if (support === undefined) continue;
    const citation = citeSpan(support.passage, support.span);
    citations.set(`${citation.documentId}:${citation.start}`, citation);
  }
  if (citations.size === 0) return { text: '', citations: [], refusal: 'unsupported' };
  let kept = text;
  for (const { text: sentence, factual, support } of sentences) {
    if (factual && support === undefined) kept = kept.replace(sentence, () => '');
  }
  return { text: kept.replaceAll(/\n{3,}/g, '\n\n').replaceAll(/ {2,}(?=\S)/g, ' ').trim(), citations: [...citations.values()].slice(0, mostCitations) };
};
