import type { Passage } from '#build/knowledge/contract';
import { normaliseAnswer } from '#build/reasoning';
import type { Draft } from './application.ts';
import { citeSpan } from './cite.ts';
import type { Citation } from './contract.ts';
import { findSupport, type SupportedSentence } from './find-support.ts';
import { isDecline } from './refusals.ts';

const mostCitations = 6;

/** Which sentences stay: said once, and supported or without a claim. */
const keepSentences = (sentences: readonly SupportedSentence[]): ReadonlySet<SupportedSentence> => {
  const said = new Set<string>();
  const kept = sentences.filter((sentence) => {
    const key = normaliseAnswer(sentence.text);
    const repeated = said.has(key);
    said.add(key);
    return !repeated && (!sentence.factual || sentence.support !== undefined);
  });
  return new Set(kept);
};

/**
 * Ties a model's answer to the passages it was given. A factual sentence that no passage supports is taken out,
 * so is one that was said before, and an answer of which nothing is left is refused: small models make things up.
 */
export const groundDraft = (
  text: string,
  passages: readonly Passage[],
): Pick<Draft, 'text' | 'citations' | 'refusal'> => {
  if (isDecline(text)) return { text: '', citations: [], refusal: 'declined' };
  const sentences = findSupport(text, passages);
  const citations = new Map<string, Citation>();
  for (const { support } of sentences) {
    if (support === undefined) continue;
    const citation = citeSpan(support.passage, support.span);
    citations.set(`${citation.documentId}:${citation.start}`, citation);
  }
  if (citations.size === 0) return { text: '', citations: [], refusal: 'unsupported' };
  const stays = keepSentences(sentences);
  let [kept, from] = ['', 0];
  for (const sentence of sentences) {
    if (!stays.has(sentence)) {
      kept += text.slice(from, sentence.start);
      from = sentence.end;
    }
  }
  kept += text.slice(from);
  return {
    text: kept
      .replaceAll(/\n{3,}/g, '\n\n')
      .replaceAll(/(?<=\S) {2,}(?=\S)/g, ' ')
      .trim(),
    citations: [...citations.values()].slice(0, mostCitations),
  };
};
