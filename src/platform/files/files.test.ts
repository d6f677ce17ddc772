import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { isFaultError, sha256 } from '#kernel';
import { createBlobs } from '#platform/blobs';
import { createFiles, fileFault, systemFault, writeAtomic } from '#platform/files';

const hasCode = (code: string) => (thrown: unknown) => isFaultError(thrown) && thrown.fault.code === code;

const temporary = async (t: { after: (work: () => Promise<void>) => void }): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'throughline files '));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
};

test('what is written is read back, and nothing temporary is left', async (t) => {
  const root = await temporary(t);
  const files = createFiles(root);
  await files.write('a/b.txt', 'one');
  await files.write('a/b.txt', 'zwei ü');
  assert.equal(await files.readText('a/b.txt'), 'zwei ü');
  assert.deepEqual(await files.read('a/b.txt'), Buffer.from('zwei ü'));
  assert.deepEqual(await readdir(join(root, 'a')), ['b.txt']);
  assert.equal(await files.exists('a/b.txt'), true);
  assert.equal(files.resolve('a'), join(root, 'a'));
  assert.equal(files.resolve('/etc'), '/etc');
});

test('a missing file is undefined, also below a file', async (t) => {
  const files = createFiles(await temporary(t));
  await files.write('a', 'x');
  assert.equal(await files.readText('none'), undefined);
  assert.equal(await files.read('a/below'), undefined);
  assert.equal(await files.exists('none'), false);
});

test('glob sorts, stays below the root and does not follow links', async (t) => {
  const root = await temporary(t);
  const files = createFiles(root);
  for (const path of ['docs/b.md', 'docs/a.md', 'docs/deep/c.mdx', 'docs/Z.md', 'docs/x.png', 'secret/s.md'])
    await files.write(path, '');
  await symlink(join(root, 'secret'), join(root, 'docs', 'link'));
  assert.deepEqual(await files.glob('docs', ['**/*.{md,mdx}', '!Z.md']), ['a.md', 'b.md', 'deep/c.mdx']);
  assert.deepEqual(await files.glob('none', ['**/*']), []);
});

test('limits are faults', async (t) => {
  const files = createFiles(await temporary(t), { limitBytes: 4, limitFiles: 1 });
  await files.write('big', '12345');
  await assert.rejects(files.read('big'), hasCode('PLATFORM_FILE_TOO_LARGE'));
  await files.write('other', '1');
  await assert.rejects(files.glob('.', ['*']), hasCode('PLATFORM_TOO_MANY_FILES'));
});

test('a failed write leaves the old file and nothing temporary', async (t) => {
  const root = await temporary(t);
  await mkdir(join(root, 'target'));
  await writeFile(join(root, 'target', 'inside'), '');
  await assert.rejects(writeAtomic(join(root, 'target'), 'x'));
  assert.deepEqual(await readdir(root), ['target']);
});

test('system errors become faults that say what to do', () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  assert.deepEqual(
    systemFault(failure('ENOSPC'), '/d'),
    fileFault('PLATFORM_DISK_FULL', { path: '/d', reason: 'ENOSPC' }),
  );
  assert.equal(systemFault(failure('EROFS'), '/d')?.code, 'PLATFORM_NOT_WRITABLE');
  assert.equal(systemFault(failure('EACCES'), '/d', 'read')?.code, 'PLATFORM_NOT_READABLE');
  assert.equal(systemFault(failure('EISDIR'), '/d'), undefined);
  assert.equal(systemFault('text', '/d'), undefined);
});

test('blobs are found by hash and deleted', async (t) => {
  const root = await temporary(t);
  const blobs = createBlobs(root);
  const [hash, same] = await Promise.all([blobs.put('hello'), blobs.put(Buffer.from('hello'))]);
  assert.equal(hash, sha256('hello'));
  assert.equal(same, hash);
  assert.deepEqual(await readdir(join(root, hash.slice(0, 2))), [hash]);
  assert.deepEqual(await blobs.get(hash), Buffer.from('hello'));
  await blobs.delete(hash);
  await blobs.delete(hash);
  assert.equal(await blobs.get(hash), undefined);
});

test('a damaged blob is a fault, and no path can be smuggled in as a hash', async (t) => {
  const root = await temporary(t);
  const blobs = createBlobs(root);
  const hash = await blobs.put('hello');
  await chmod(join(root, hash.slice(0, 2), hash), 0o600);
  await writeFile(join(root, hash.slice(0, 2), hash), 'hallo');
  await assert.rejects(blobs.get(hash), hasCode('PLATFORM_BLOB_DAMAGED'));
  assert.equal(await blobs.get(`../${hash.slice(3)}`), undefined);
  assert.equal(await blobs.get('../../etc/passwd'), undefined);
});
