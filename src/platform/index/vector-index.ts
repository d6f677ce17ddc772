import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '@lancedb/lancedb';
import type { VectorIndexDep } from '#build/knowledge';
import { loadLanceDb } from './lancedb.ts';
import { listTables } from './list-tables.ts';
import { createOpenTables, type OpenTable, type OpenTablesOptions } from './open-tables.ts';

export interface VectorIndex extends VectorIndexDep {
  readonly close: () => void;
}

/** Brings LanceDB and Apache Arrow with it, which a run that changes nothing never needs. */
const tableWork = () => import('./table-work.ts');

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The example takes 10 MB; a table that does not fit is searched on the disk. */
const defaults: OpenTablesOptions = { heldBytes: 64 * 1024 ** 2, idleMs: 600_000 };

/** A LanceDB folder as vector index. Opens nothing before its first call. */
export const createVectorIndex = (directory: string, options: Partial<OpenTablesOptions> = {}): VectorIndex => {
  let connection: Promise<Connection> | undefined;
  const connect = (): Promise<Connection> => {
    connection ??= loadLanceDb().then(async (lancedb) => lancedb.connect(directory));
    return connection;
  };
  const openTables = createOpenTables(directory, connect, { ...defaults, ...options });
  /** Another process may rewrite the table while it is read; a fresh handle sees the new files. */
  const search = async <Found>(name: string, query: (table: OpenTable) => Promise<Found>): Promise<Found> => {
    try {
      return await query(await openTables.get(name));
    } catch {
      openTables.release(name);
      return query(await openTables.get(name));
    }
  };
  return {
    vectorIndex: {
      build: async (request) => {
        openTables.forget(request.table);
        const { buildTable } = await tableWork();
        return { rows: await buildTable(await connect(), request) };
      },
      searchText: (name, query, options) =>
        search(name, async (table) => (await tableWork()).searchText(table, query, options)),
      searchVector: (name, vector, options) =>
        search(name, async (table) => (await tableWork()).searchVector(table, vector, options)),
      chunks: (name, hits) => search(name, async (table) => (await tableWork()).readChunks(table, hits)),
      tables: async () => {
        const open = await connect();
        const names = await listTables(open);
        const { isComplete } = await tableWork();
        const complete = await Promise.all(names.map(async (name) => isComplete(await open.openTable(name))));
        return names.filter((_name, index) => complete[index]);
      },
      has: (name) => isFolder(join(directory, `${name}.lance`)),
      erase: async (name, documentIds) => {
        openTables.forget(name);
        const { eraseDocuments } = await tableWork();
        await eraseDocuments(await connect(), name, documentIds);
        // What was searched meanwhile may be from before.
        openTables.release(name);
      },
      drop: async (name) => {
        openTables.forget(name);
        await (await connect()).dropTable(name);
      },
    },
    close: () => {
      openTables.closeAll();
      void connection?.then((open) => open.close());
      connection = undefined;
    },
  };
};
