import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { err, ok, type Result } from '#kernel';
import { manifestSchema, type Manifest } from './manifest.ts';

const maximumEntryBytes = 1024 * 1024 * 1024;

interface ArchiveEntry {
  readonly name: string;
  readonly content: Buffer;
}

/** The entries of a backup, one after the other; only one is in memory. */
export const entriesOf = async function* (file: string): AsyncGenerator<ArchiveEntry> {
  const archive = extract();
  const source = createReadStream(file);
  const unzip = createGunzip();
  source.on('error', (error) => unzip.destroy(error));
  unzip.on('error', (error) => archive.destroy(error));
  source.pipe(unzip).pipe(archive);
  for await (const entry of archive) {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of entry) {
      const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += part.length;
      if (bytes > maximumEntryBytes) throw new Error(`the entry ${entry.header.name} is larger than 1 GiB`);
      parts.push(part);
    }
    yield { name: entry.header.name, content: Buffer.concat(parts) };
  }
};

const compare = (manifest: Manifest, seen: ReadonlyMap<string, string>): Result<Manifest, string> => {
  const changed = manifest.entries.find(({ name, sha256 }) => seen.get(name) !== sha256);
  if (changed !== undefined) return err(`${changed.name} is ${seen.has(changed.name) ? 'changed' : 'missing'}`);
  return seen.size === manifest.entries.length
    ? ok(manifest)
    : err('it holds an entry that the manifest does not name');
};

/** Reads the whole backup and checks every entry against the manifest. The failure says what is wrong. */
export const verifyBackup = async (file: string): Promise<Result<Manifest, string>> => {
  const seen = new Map<string, string>();
  let manifest: Manifest | undefined;
  try {
    for await (const { name, content } of entriesOf(file)) {
      if (name === 'manifest.json') manifest = manifestSchema.parse(JSON.parse(content.toString('utf8')));
      else seen.set(name, createHash('sha256').update(content).digest('hex'));
    }
  } catch (thrown) {
    return err(thrown instanceof Error ? thrown.message : String(thrown));
  }
  return manifest === undefined ? err('it has no manifest, so it was cut off') : compare(manifest, seen);
};
