import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql, type Transaction } from 'kysely';
import { pack, type Pack } from 'tar-stream';
import type { DatabaseDep, Tables } from '#platform/postgres';
import { backedUpTables, type Manifest } from './manifest.ts';

export interface BackupRequest {
  readonly file: string;
  readonly project: string;
  readonly blobsFolder: string;
  readonly createdAt: string;
  readonly onProgress: (done: number, total: number) => void;
}

type Entries = Manifest['entries'][number][];

const rowsAtOnce = 500;

const addBytes = async (
  archive: Pack,
  entries: Entries,
  entry: { readonly name: string; readonly content: string },
): Promise<void> => {
  const content = Buffer.from(entry.content);
  entries.push({ name: entry.name, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length });
  await new Promise<void>((resolve, reject) => {
    archive.entry({ name: entry.name, size: content.length }, content, (error) => (error ? reject(error) : resolve()));
  });
};

const addTable = async (
  archive: Pack,
  entries: Entries,
  from: { readonly transaction: Transaction<Tables>; readonly table: string; readonly project: string },
): Promise<void> => {
  const { transaction, table, project } = from;
  const cursor = sql.id(`backup_${table}`);
  await sql`declare ${cursor} no scroll cursor for select t::text as line from ${sql.table(table)} t where project = ${sql.lit(project)}`.execute(
    transaction,
  );
  for (let part = 1; ; part += 1) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(rowsAtOnce)} from ${cursor}`.execute(transaction);
    if (rows.length === 0) break;
    // A row may hold line breaks; as a JSON string it stays one line.
    const content = rows.map(({ line }) => JSON.stringify(line)).join('\n');
    await addBytes(archive, entries, { name: `tables/${table}/${String(part).padStart(6, '0')}.jsonl`, content });
  }
  await sql`close ${cursor}`.execute(transaction);
};

const listBlobs = async (folder: string): Promise<readonly string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
};

const addBlob = async (archive: Pack, entries: Entries, path: string): Promise<void> => {
  const { size } = await stat(path);
  const name = `blobs/${path.slice(-64)}`;
  const hash = createHash('sha256');
  await new Promise<void>((resolve, reject) => {
    const entry = archive.entry({ name, size }, (error) => (error ? reject(error) : resolve()));
    const source = createReadStream(path);
    source.on('data', (chunk) => hash.update(chunk));
    source.on('error', reject);
    source.pipe(entry);
  });
  entries.push({ name, sha256: hash.digest('hex'), bytes: size });
};

const fill = async (archive: Pack, { database }: DatabaseDep, request: BackupRequest): Promise<Manifest> => {
  const entries: Entries = [];
  const blobs = await listBlobs(request.blobsFolder);
  const total = backedUpTables.length + blobs.length;
  let done = 0;
  await database.sql
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      for (const table of backedUpTables) {
        await addTable(archive, entries, { transaction, table, project: request.project });
        request.onProgress((done += 1), total);
      }
    });
  for (const path of blobs) {
    await addBlob(archive, entries, path);
    request.onProgress((done += 1), total);
  }
  const manifest: Manifest = {
    format: 'throughline-backup',
    version: 1,
    project: request.project,
    createdAt: request.createdAt,
    entries,
  };
  await addBytes(archive, [], { name: 'manifest.json', content: JSON.stringify(manifest) });
  archive.finalize();
  return manifest;
};

/** Writes everything of one project into one gzipped tar, beside the target first and renamed when it is whole and on disk. */
export const writeBackup = async (
  deps: DatabaseDep,
  request: BackupRequest,
): Promise<{ readonly entries: number; readonly bytes: number }> => {
  const partial = `${request.file}.partial`;
  const archive = pack();
  try {
    const [manifest] = await Promise.all([
      fill(archive, deps, request).catch((thrown: unknown) => {
        archive.destroy(thrown instanceof Error ? thrown : new Error(String(thrown)));
        throw thrown;
      }),
      pipeline(archive, createGzip(), createWriteStream(partial, { mode: 0o600 })),
    ]);
    const handle = await open(partial, 'r+');
    await handle.sync();
    await handle.close();
    await rename(partial, request.file);
    return { entries: manifest.entries.length, bytes: (await stat(request.file)).size };
  } finally {
    await rm(partial, { force: true });
  }
};
