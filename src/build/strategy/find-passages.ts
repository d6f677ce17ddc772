import { ok, type Fault, type Result } from '#kernel';
import type { Found, OpenApplication, Turn } from './application.ts';
import { questionTerms, readPassages } from './question-terms.ts';
import { keepOrder, rerankPassages } from './rerank-passages.ts';
import { scoreEvidence } from './score-evidence.ts';
import { selectPassages } from './select-passages.ts';

/** Searches, ranks, selects, and scores how well what was found covers the question. */
export const findPassages = ({ candidate, retriever }: OpenApplication, turn: Turn): Promise<Result<Found, Fault>> => {
  const { mode, k, denseWeight, rerank } = candidate.strategy.retrieval;
  const attributes = { 'gen_ai.data_source.id': retriever.index.table, 'throughline.retrieval.mode': mode, 'throughline.retrieval.k': k };
  return turn.tracer.span({ name: 'retrieve', operation: 'retrieval', attributes }, async (span) => {
    const hits = await retriever.search({ query: turn.query, mode, k, denseWeight }, { signal: turn.signal });
    if (!hits.ok) {
      span.fail(hits.error.code);
      return hits;
    }
    const read = readPassages(hits.value);
    const terms = questionTerms(turn.query, read);
    const ranked = rerank === 'coverage' ? rerankPassages(terms, read) : keepOrder(read);
    const used = selectPassages(ranked, candidate.strategy.retrieval);
    const evidence = scoreEvidence({ terms, used, retrieved: read });
    span.set({ 'throughline.retrieval.hits': read.length, 'throughline.evidence': Math.round(evidence * 1000) / 1000 });
    span.content({ 'throughline.retrieval.query': turn.query, 'throughline.retrieval.chunks': used.map(({ passage }) => passage.id) });
    return ok({ ranked, used, evidence, terms });
  });
};
