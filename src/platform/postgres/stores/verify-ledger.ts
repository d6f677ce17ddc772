import type { LedgerEntry, LedgerVerdict } from '#kernel';
import { entryHash, entryOfRow, genesisHash } from './ledger-entry.ts';
import type { LedgerHead } from './ledger-head.ts';
import type { LedgerDeps } from './ledger-writer.ts';

const pageSize = 2_000;

const problemOf = (
  entry: LedgerEntry,
  expected: { readonly sequence: number; readonly previousHash: string },
): string | undefined => {
  if (entry.sequence !== expected.sequence) return `Entry ${expected.sequence} was removed.`;
  if (entryHash(entry) !== entry.hash)
    return `Entry ${entry.sequence} was changed: its content does not match its hash.`;
  if (entry.previousHash !== expected.previousHash) {
    return `Entry ${entry.sequence} does not follow the entry before it: entries were replaced or reordered.`;
  }
  return undefined;
};

const headProblem = (head: LedgerHead, entries: number, hashAtHead: string | undefined): string | undefined => {
  if (head.sequence > entries) {
    return `The ledger was truncated: it ended at entry ${head.sequence}, and now ends at ${entries}.`;
  }
  return hashAtHead === head.hash
    ? undefined
    : `Entry ${head.sequence} was rewritten: it is not the entry that was noted when it was written.`;
};

/** Reads the whole ledger in pages and checks each entry, the chain, and the head that was noted outside the database. */
export const verifyLedger = async ({ database, heads }: LedgerDeps, project: string): Promise<LedgerVerdict> => {
  const head = await heads.read(project);
  let [entries, previousHash] = [0, genesisHash(project)];
  let hashAtHead: string | undefined;
  for (;;) {
    const after = entries;
    const rows = await database.retry((sql) =>
      sql
        .selectFrom('ledger')
        .selectAll()
        .where('project', '=', project)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(pageSize)
        .execute(),
    );
    for (const entry of rows.map(entryOfRow)) {
      const problem = problemOf(entry, { sequence: entries + 1, previousHash });
      if (problem !== undefined) return { intact: false, entries, sequence: entries + 1, problem };
      entries += 1;
      previousHash = entry.hash;
      if (entries === head?.sequence) hashAtHead = entry.hash;
    }
    if (rows.length < pageSize) break;
  }
  const problem = head && headProblem(head, entries, hashAtHead);
  if (head && problem !== undefined) {
    return { intact: false, entries, sequence: Math.min(head.sequence, entries + 1), problem };
  }
  return { intact: true, entries, head: previousHash };
};
