import { hashOf, shortHash } from '#kernel';
import type { Case, CaseSet, SealedSet } from './contract.ts';

const byId = (left: Case, right: Case): number => (left.id < right.id ? -1 : 1);

const countBy = (cases: readonly Case[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { kind } of cases) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

/** The version of cases: a hash of their content, whatever their order and file. */
export const versionOf = (cases: readonly Case[]): string => shortHash(hashOf(cases.toSorted(byId)));

/** Parts the cases by split into what everybody may read and what only a release decision opens. */
export const partCases = (cases: readonly Case[]): { readonly development: CaseSet; readonly sealed: SealedSet } => {
  const inSplit = (split: Case['split']): Case[] => cases.filter((given) => given.split === split).toSorted(byId);
  const [dev, sealed] = [inSplit('dev'), inSplit('sealed')];
  const version = versionOf(cases);
  const counts = {
    dev: dev.length,
    sealed: sealed.length,
    reviewed: cases.filter(({ reviewed }) => reviewed).length,
    byKind: countBy(cases),
  };
  return {
    development: { version, cases: dev, counts },
    sealed: { version: versionOf(sealed), caseSetVersion: version, cases: sealed },
  };
};
