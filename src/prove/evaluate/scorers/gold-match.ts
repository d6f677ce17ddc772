import type { Answer } from '#build/strategy/contract';
import { normaliseText } from '../normalise-text.ts';
import type { Case } from '../contract.ts';

type Gold = Case['gold'][number];
type Retrieved = Answer['retrieved'][number];

/** Document id of a gold page. */
export const goldPage = ({ source, page }: Pick<Gold, 'source' | 'page'>): string => `${source}/${page}`;

/** The gold pages of a case, each once. */
export const goldPages = ({ gold }: Case): ReadonlySet<string> => new Set(gold.map(goldPage));

/** Headings are compared without markup; a passage may carry the path `Outer > Inner`, and lies in both. */
export const isInSection = (
  gold: Gold,
  { documentId, heading }: Pick<Retrieved, 'documentId' | 'heading'>,
): boolean => {
  if (documentId !== goldPage(gold)) return false;
  if (gold.heading === undefined) return true;
  const wanted = normaliseText(gold.heading);
  return [heading, ...heading.split(' > ')].some((part) => normaliseText(part) === wanted);
};

/** Rank, from 1, of the first passage of each gold section; undefined where none was retrieved. */
export const goldRanks = ({ gold }: Case, { retrieved }: Answer): readonly (number | undefined)[] =>
  gold.map((section) => {
    const at = retrieved.findIndex((passage) => isInSection(section, passage));
    return at < 0 ? undefined : at + 1;
  });
