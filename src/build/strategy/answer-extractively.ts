import { ok } from '#kernel';
import { noUsage, type Respond } from './application.ts';
import { citeSpan } from './cite.ts';
import { extractSpans } from './extract-spans.ts';
import { renderQuote } from './render-quote.ts';

/** Answers with quotes from the sources; no model. */
export const answerExtractively: Respond = async (_deps, { candidate: { strategy } }, { found }) => {
  const spans = extractSpans({
    terms: found.terms,
    passages: found.used,
    quotes: strategy.extractive.sentences,
    characters: strategy.extractive.characters,
  });
  const citations = spans.map(({ passage, start, end }) => citeSpan(passage, { start, end }));
  const text = citations.map(({ quote }) => renderQuote(quote)).join('\n\n');
  return ok({ text, citations, ...noUsage, ...(text === '' && { refusal: 'no-evidence' }) });
};
