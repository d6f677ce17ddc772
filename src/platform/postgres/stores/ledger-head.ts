import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { systemError, writeAtomic } from '#platform/files';
import { waitForLock } from '#platform/process';

const headSchema = z.object({ sequence: z.number().int().nonnegative(), hash: z.string() });
const fileSchema = z.object({ version: z.literal(1), projects: z.record(z.string(), headSchema) });

/** The last entry of a ledger, kept outside the database so that a cut tail is found. */
export type LedgerHead = z.infer<typeof headSchema>;

export interface LedgerHeads {
  readonly read: (project: string) => Promise<LedgerHead | undefined>;
  /** Never goes back. Calls that come while one is written are joined into the next. */
  readonly advance: (project: string, head: LedgerHead) => Promise<void>;
}

type Heads = z.infer<typeof fileSchema>['projects'];

const readHeads = async (path: string): Promise<Heads> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? {} : fileSchema.parse(JSON.parse(text)).projects;
};

const newer = (left: LedgerHead | undefined, right: LedgerHead): LedgerHead =>
  left && left.sequence >= right.sequence ? left : right;

const lockTimeoutMs = 5_000;

const writeHeads = async (path: string, changed: readonly (readonly [string, LedgerHead])[]): Promise<void> => {
  // Without the lock a slower process could put back an older head, which only weakens the check; so no failure here.
  const lock = await waitForLock(`${path}.lock`, lockTimeoutMs);
  try {
    const heads = await readHeads(path);
    for (const [project, head] of changed) heads[project] = newer(heads[project], head);
    await writeAtomic(path, `${JSON.stringify({ version: 1, projects: heads })}\n`, { mode: 0o600 });
  } finally {
    if (lock.ok) await lock.value.release();
  }
};

/** The heads in one small file, written with fsync and rename. */
export const createLedgerHeads = (path: string): LedgerHeads => {
  const waiting = new Map<string, LedgerHead>();
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const changed = [...waiting];
    waiting.clear();
    try {
      await writeHeads(path, changed);
    } catch (thrown) {
      throw systemError(thrown, path);
    }
  };
  return {
    read: async (project) => (await readHeads(path))[project],
    advance: (project, head) => {
      waiting.set(project, newer(waiting.get(project), head));
      writing = writing.catch(() => undefined).then(flush);
      return writing;
    },
  };
};
