import { allOk, ok, type Fault, type Result } from '#kernel';
import type { Retriever } from '#build/knowledge';
import { findNames, holdsName } from './find-names.ts';
import { readPassages, type ReadPassage } from './read-passages.ts';

const looked = 5;

const stemsOf = ({ text, headings }: ReadPassage): ReadonlySet<string> => new Set([...text, ...headings]);

/** The names in a question that the sources never mention, in what was retrieved or anywhere else. */
export const findMissingNames = async (
  retriever: Retriever,
  question: string,
  { retrieved, signal }: { readonly retrieved: readonly ReadPassage[]; readonly signal: AbortSignal },
): Promise<Result<readonly string[], Fault>> => {
  const known = new Set(retrieved.flatMap((read) => [...stemsOf(read)]));
  const doubtful = findNames(question).filter((name) => !holdsName(known, name));
  const searched = allOk(
    await Promise.all(doubtful.map((query) => retriever.search({ query, mode: 'bm25', k: looked }, { signal }))),
  );
  if (!searched.ok) return searched;
  const missing = doubtful.filter((name, index) => {
    const hits = readPassages(searched.value[index] ?? []);
    return !hits.some((hit) => holdsName(stemsOf(hit), name));
  });
  return ok(missing);
};
