import { ok, type Fault, type Result } from '#kernel';
import type { Found, OpenApplication, Turn } from './application.ts';
import { findMissingNames } from './find-missing-names.ts';
import { questionTerms } from './question-terms.ts';
import { readPassages } from './read-passages.ts';
import { keepOrder, rerankPassages, type RankedPassage } from './rerank-passages.ts';
import { scoreEvidence } from './score-evidence.ts';
import { selectPassages } from './select-passages.ts';

const shownCharacters = 400;

/** What a trace shows of a passage. */
const describePassage = ({ passage, fit }: RankedPassage) => ({
  documentId: passage.documentId,
  heading: passage.headingPath.join(' > ') || passage.title,
  score: Math.round(fit * 1000) / 1000,
  start: passage.start,
  end: passage.end,
  text: passage.text.slice(0, shownCharacters),
});

/** Searches, ranks, selects, and scores how well what was found covers the question. */
export const findPassages = ({ candidate, retriever }: OpenApplication, turn: Turn): Promise<Result<Found, Fault>> => {
  const { mode, k, denseWeight, rerank } = candidate.strategy.retrieval;
  const attributes = {
    'gen_ai.data_source.id': retriever.index.table,
    'throughline.retrieval.mode': mode,
    'throughline.retrieval.k': k,
  };
  return turn.tracer.span({ name: 'retrieve', operation: 'retrieval', attributes }, async (span) => {
    const { query, signal } = turn;
    const hits = await retriever.search({ query, mode, k, denseWeight }, { signal });
    const read = hits.ok ? readPassages(hits.value) : [];
    const missing = hits.ok ? await findMissingNames(retriever, query, { retrieved: read, signal }) : hits;
    if (!missing.ok) {
      span.fail(missing.error.code);
      return missing;
    }
    const terms = questionTerms(query, read);
    const ranked = rerank === 'coverage' ? rerankPassages(terms, read) : keepOrder(read);
    const used = selectPassages(ranked, candidate.strategy.retrieval);
    const evidence = scoreEvidence({ stems: terms.map(({ stem }) => stem), used, missingNames: missing.value.length });
    span.set({
      'throughline.retrieval.hits': read.length,
      'throughline.retrieval.missing_names': missing.value.length,
      'throughline.evidence': Math.round(evidence * 1000) / 1000,
    });
    span.content({
      'throughline.retrieval.query': query,
      'throughline.retrieval.chunks': used.map(({ passage }) => passage.id),
      'throughline.passages': used.map(describePassage),
    });
    return ok({ ranked, used, evidence, terms });
  });
};
