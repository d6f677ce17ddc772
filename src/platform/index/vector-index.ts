import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, Table } from '@lancedb/lancedb';
import type { VectorIndexDep } from '#build/knowledge';
import { loadLanceDb } from './lancedb.ts';
import { listTables } from './list-tables.ts';

export interface VectorIndex extends VectorIndexDep {
  readonly close: () => void;
}

/** Brings LanceDB and Apache Arrow with it, which a run that changes nothing never needs. */
const tableWork = () => import('./table-work.ts');

/** Tables that stay open; the least recently used is closed first. */
const maximumOpen = 8;

interface OpenTables {
  readonly get: (name: string) => Promise<Table>;
  readonly forget: (name: string) => void;
  readonly closeAll: () => void;
}

const createOpenTables = (connect: () => Promise<Connection>): OpenTables => {
  const open = new Map<string, Promise<Table>>();
  const forget = (name: string): void => {
    void open.get(name)?.then(
      (table) => table.close(),
      () => undefined,
    );
    open.delete(name);
  };
  return {
    get: (name) => {
      const table = open.get(name) ?? connect().then((connection) => connection.openTable(name));
      open.delete(name);
      open.set(name, table);
      table.catch(() => open.delete(name));
      const oldest = open.size > maximumOpen ? open.keys().next().value : undefined;
      if (oldest !== undefined) open.delete(oldest);
      return table;
    },
    forget,
    closeAll: () => [...open.keys()].forEach(forget),
  };
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** A LanceDB folder as vector index. Opens nothing before its first call. */
export const createVectorIndex = (directory: string): VectorIndex => {
  let connection: Promise<Connection> | undefined;
  const connect = (): Promise<Connection> => {
    connection ??= loadLanceDb().then(async (lancedb) => lancedb.connect(directory));
    return connection;
  };
  const openTables = createOpenTables(connect);
  /** Another process may have rewritten the table under an open handle; a fresh one sees the new files. */
  const search = async <Found>(name: string, query: (table: Table) => Promise<Found>): Promise<Found> => {
    try {
      return await query(await openTables.get(name));
    } catch {
      openTables.forget(name);
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
