import { err, ok, type Fault, type Result } from '#kernel';
import type { Dataset, DatasetDocument } from '#build/data/contract';
import { evaluateFault } from './errors.ts';
import { normaliseText } from './normalise-text.ts';
import { goldPage } from './scorers/gold-match.ts';
import type { Case } from './contract.ts';

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));

/** Dice coefficient of the letter pairs of two texts, 0 to 1. */
const similarity = (left: string, right: string): number => {
  const [a, b] = [pairsOf(left.toLowerCase()), pairsOf(right.toLowerCase())];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
};

/** The names most like a text, best first. */
export const nearest = (text: string, names: readonly string[], limit = 3): readonly string[] =>
  names
    .map((name) => ({ name, score: similarity(text, name) }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, limit)
    .map(({ name }) => name);

const headingNames = ({ title, headings }: DatasetDocument): readonly string[] => [
  title,
  ...headings.map(({ text }) => text),
];

const missing = (given: Case, what: string, near: readonly string[]): Fault =>
  evaluateFault('EVALUATE_GOLD_MISSING', { case: given.id, missing: what, nearest: near.join(', ') || 'none' });

const goldFault = (
  documents: ReadonlyMap<string, DatasetDocument>,
  given: Case,
  gold: Case['gold'][number],
): Fault | undefined => {
  const page = goldPage(gold);
  const document = documents.get(page);
  if (document === undefined) return missing(given, `page ${page}`, nearest(page, [...documents.keys()]));
  const { heading } = gold;
  if (heading === undefined) return undefined;
  const names = headingNames(document);
  const wanted = normaliseText(heading);
  if (names.some((name) => normaliseText(name) === wanted)) return undefined;
  return missing(given, `heading "${heading}" on page ${page}`, nearest(heading, names));
};

/** Checks that every gold page and heading exists in the dataset; the first that does not is named with the nearest ones. */
export const checkGold = (
  cases: readonly Case[],
  { documents }: Pick<Dataset, 'documents'>,
): Result<readonly Case[], Fault> => {
  const documentsById = new Map(documents.map((document) => [document.id, document]));
  for (const given of cases) {
    for (const gold of given.gold) {
      const fault = goldFault(documentsById, given, gold);
      if (fault) return err(fault);
    }
  }
  return ok(cases);
};
