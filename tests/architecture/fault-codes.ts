import type { FaultCatalogue } from '#kernel';
import { unitOf } from './layers.ts';

/** The part of the error catalogue that stands in one file. */
export interface CataloguePart {
  readonly path: string;
  readonly catalogue: FaultCatalogue;
}

const programPrefixes = ['PROGRAM', 'PROJECT', 'RUN', 'INIT'];

const prefixesOf = (path: string): readonly string[] => {
  const unit = unitOf(path);
  if (unit?.kind === 'stage') return [unit.name.toUpperCase()];
  return unit?.kind === 'platform' ? ['PLATFORM'] : programPrefixes;
};

/** Codes that stand twice. */
export const repeatedCodes = (parts: readonly CataloguePart[]): readonly string[] => {
  const codes = parts.flatMap(({ catalogue }) => Object.keys(catalogue));
  return codes.filter((code, index) => codes.indexOf(code) !== index).map((code) => `${code} stands twice`);
};

/** Codes that do not say whose they are. */
export const strayCodes = (parts: readonly CataloguePart[]): readonly string[] =>
  parts.flatMap(({ path, catalogue }) =>
    Object.keys(catalogue)
      .filter(
        (code) =>
          !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(code) ||
          !prefixesOf(path).some((prefix) => code.startsWith(`${prefix}_`)),
      )
      .map((code) => `${path}: ${code} does not start with ${prefixesOf(path).join(' or ')}`),
  );

/** Entries that leave the reader alone: no reason, no remedy, or an impossible status. */
export const thinEntries = (parts: readonly CataloguePart[]): readonly string[] =>
  parts.flatMap(({ path, catalogue }) =>
    Object.entries(catalogue)
      .filter(
        ([, { what, why, remedy, status }]) =>
          [what, why, remedy].some((text) => text.trim() === '') || status < 400 || status > 599,
      )
      .map(([code]) => `${path}: ${code} lacks a text or has an impossible status`),
  );
