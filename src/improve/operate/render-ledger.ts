import { shortHash, type LedgerEntry } from '#kernel';

/** A ledger entry as one line: when, who, what, about what. */
export const lineOfEntry = ({ sequence, at, actor, kind, subject, hash }: LedgerEntry): string =>
  `${String(sequence).padStart(6)}  ${at}  ${actor.padEnd(12)}  ${kind.padEnd(20)}  ${subject.slice(0, 40)}  ${shortHash(hash)}`;
