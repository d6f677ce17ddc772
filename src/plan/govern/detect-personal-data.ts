import type { PersonalDataKind, PersonalDataMatch } from './contract.ts';
import { detectCard } from './detectors/card.ts';
import type { Detector } from './detectors/detector.ts';
import { detectEmail } from './detectors/email.ts';
import { detectIban } from './detectors/iban.ts';
import { detectIp } from './detectors/ip.ts';
import { detectPhone } from './detectors/phone.ts';
import { detectSsn } from './detectors/ssn.ts';

/** Strongest evidence first: where two kinds overlap, the earlier one wins. */
const detectors: readonly (readonly [PersonalDataKind, Detector])[] = [
  ['email', detectEmail],
  ['iban', detectIban],
  ['card', detectCard],
  ['ip', detectIp],
  ['ssn', detectSsn],
  ['phone', detectPhone],
];

/**
 * Finds structured personal data, sorted, without overlaps. Each kind has its own validity rule; addresses
 * reserved for documentation, loopback and private networks are nobody's.
 */
export const detectPersonalData = (text: string): readonly PersonalDataMatch[] => {
  const candidates = detectors.flatMap(([kind, detect], strength) =>
    detect(text).map(({ start, end }) => ({ kind, start, end, strength })),
  );
  candidates.sort((a, b) => a.start - b.start || a.strength - b.strength || b.end - a.end);
  const matches: (PersonalDataMatch & { readonly strength: number })[] = [];
  for (const candidate of candidates) {
    const last = matches.at(-1);
    if (last === undefined || candidate.start >= last.end) matches.push(candidate);
    else if (candidate.strength < last.strength) matches[matches.length - 1] = candidate;
  }
  return matches.map(({ kind, start, end }) => ({ kind, start, end }));
};

/** How often each kind occurs. */
export const countPersonalData = (matches: readonly PersonalDataMatch[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { kind } of matches) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};
