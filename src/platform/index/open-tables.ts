import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, Table } from '@lancedb/lancedb';
import type { HeldTable } from './held-table.ts';

export interface OpenTablesOptions {
  /** Bytes that tables may take in memory, all together. */
  readonly heldBytes: number;
  /** Milliseconds without a search after which a table is closed and its memory comes back. */
  readonly idleMs: number;
}

/** A version of a table, in memory once a search has asked for it, if it fits. */
export interface OpenTable {
  readonly table: Table;
  readonly held: () => Promise<HeldTable | undefined>;
}

interface Entry {
  readonly stamp: string;
  readonly table: Promise<Table>;
  readonly idle: NodeJS.Timeout;
  held: Promise<HeldTable | undefined> | undefined;
  bytes: number;
}

/** Tables that stay open; the least recently used is closed first. */
const maximumOpen = 8;

/** Changes with every version that any process writes, so that no search answers from one that is gone. */
const stampOf = (directory: string, name: string): Promise<string> =>
  stat(join(directory, `${name}.lance`, '_versions'), { bigint: true }).then(
    ({ ino, mtimeNs }) => `${ino} ${mtimeNs}`,
    () => '',
  );

type Entries = Map<string, Entry>;

/** Lets a table go without closing it: another search may be reading from it. */
const release = (open: Entries, name: string): Entry | undefined => {
  const entry = open.get(name);
  open.delete(name);
  clearTimeout(entry?.idle);
  return entry;
};

const forget = (open: Entries, name: string): void => {
  release(open, name)?.table.then(
    (table) => table.close(),
    () => undefined,
  );
};

const bytesOf = (open: Entries): number => [...open.values()].reduce((sum, { bytes }) => sum + bytes, 0);

const releaseOldestWhile = (open: Entries, isTooMuch: () => boolean): void => {
  for (const name of open.keys()) {
    if (open.size < 2 || !isTooMuch()) return;
    release(open, name);
  }
};

/** Tables that are open, and in memory while they are searched and unchanged. */
export const createOpenTables = (
  directory: string,
  connect: () => Promise<Connection>,
  { heldBytes, idleMs }: OpenTablesOptions,
) => {
  const open: Entries = new Map();
  const start = (name: string, stamp: string): Entry => {
    const table = connect().then((connection) => connection.openTable(name));
    return { stamp, table, idle: setTimeout(forget, idleMs, open, name).unref(), held: undefined, bytes: 0 };
  };
  const load = async (entry: Entry): Promise<HeldTable | undefined> => {
    const { holdTable } = await import('./held-table.ts');
    const held = await holdTable(await entry.table, heldBytes);
    entry.bytes = held?.bytes ?? 0;
    releaseOldestWhile(open, () => bytesOf(open) > heldBytes);
    return held;
  };
  return {
    get: async (name: string): Promise<OpenTable> => {
      const stamp = await stampOf(directory, name);
      if (open.get(name)?.stamp !== stamp) release(open, name);
      const entry = open.get(name) ?? start(name, stamp);
      open.delete(name);
      open.set(name, entry);
      entry.idle.refresh();
      releaseOldestWhile(open, () => open.size > maximumOpen);
      try {
        return { table: await entry.table, held: () => (entry.held ??= load(entry)) };
      } catch (thrown) {
        if (open.get(name) === entry) release(open, name);
        throw thrown;
      }
    },
    release: (name: string): void => void release(open, name),
    forget: (name: string): void => forget(open, name),
    closeAll: (): void => [...open.keys()].forEach((name) => forget(open, name)),
    bytesInMemory: () => bytesOf(open),
  };
};
