import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../architecture/repository.ts';
import { exportsFunctions, loadBin } from './bin-module.ts';

interface LockModule {
  readonly withLock: <Value>(
    path: string,
    options: { readonly onWait: (pid: number) => void },
    work: () => Promise<Value>,
  ) => Promise<Value>;
}
interface InstallModule {
  readonly matchesLock: (locked: object, installed: object) => boolean;
}
interface TestsModule {
  readonly readCounts: (output: string) => object;
  readonly findTests: (group: string, patterns?: readonly string[]) => readonly string[];
}
interface BundleModule {
  readonly firstLoadFiles: (html: string) => readonly string[];
}

interface LockFileModule {
  readonly withUnwantedScripts: (packages: object) => readonly string[];
  readonly missingOptionals: (packages: object) => readonly unknown[];
  readonly platformEntry: (optional: {
    readonly name: string;
    readonly version: string;
    readonly dev: boolean;
  }) => object;
}

const { withLock } = await loadBin('lock.mjs', exportsFunctions<LockModule>('withLock'));
const { matchesLock } = await loadBin('install.mjs', exportsFunctions<InstallModule>('matchesLock'));
const { readCounts, findTests } = await loadBin(
  'run-tests.mjs',
  exportsFunctions<TestsModule>('readCounts', 'findTests'),
);
const { firstLoadFiles } = await loadBin('bundle-size.mjs', exportsFunctions<BundleModule>('firstLoadFiles'));

const { missingOptionals, platformEntry, withUnwantedScripts } = await loadBin(
  'complete-lock.mjs',
  exportsFunctions<LockFileModule>('missingOptionals', 'platformEntry', 'withUnwantedScripts'),
);

const inFolder = async (check: (lock: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  try {
    await check(join(folder, 'deep', 'a.lock'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const quiet = { onWait: (): void => undefined };

test('a lock lets one in at a time, and is gone afterwards', async () => {
  await inFolder(async (lock) => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(30);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(lock, quiet, work)));
    assert.equal(most, 1);
    assert.equal(existsSync(lock), false);
  });
});

test('the lock of a process that has ended is taken over', async () => {
  await inFolder(async (lock) => {
    await withLock(lock, quiet, async () => undefined);
    writeFileSync(lock, '999999999');
    assert.equal(await withLock(lock, quiet, async () => 'done'), 'done');
  });
});

test('the lock of a process that does not answer any more is taken over', async () => {
  await inFolder(async (lock) => {
    await withLock(lock, quiet, async () => undefined);
    writeFileSync(lock, String(process.ppid));
    utimesSync(lock, 0, 0);
    assert.equal(await withLock(lock, quiet, async () => 'done'), 'done');
  });
});

test('what npm has installed is compared with what is locked', () => {
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };
  assert.equal(matchesLock(locked, { 'node_modules/a': { version: '1.0.0' } }), true);
  assert.equal(matchesLock(locked, { 'node_modules/a': { version: '1.0.1' } }), false);
  assert.equal(matchesLock(locked, {}), false);
  assert.equal(
    matchesLock(locked, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } }),
    false,
  );
});

test('the closing lines of the test runner are read, in colour too', () => {
  const colour = (code: number): string => `${String.fromCodePoint(27)}[${code}m`;
  const plain = 'ℹ tests 12\nℹ pass 9\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\n';
  const coloured = `${colour(34)}ℹ tests 12${colour(39)}\n${colour(34)}ℹ fail 2${colour(39)}\n`;
  assert.deepEqual(readCounts(plain), { tests: 12, failed: 2, skipped: 1 });
  assert.deepEqual(readCounts(coloured), { tests: 12, failed: 2, skipped: 0 });
  assert.deepEqual(readCounts(''), { tests: 0, failed: 0, skipped: 0 });
});

test('test files are found by parts of their names', () => {
  assert.ok(findTests('unit').includes('tests/bin/tools.test.ts'));
  assert.deepEqual(findTests('unit', ['tests/bin/tools']), ['tests/bin/tools.test.ts']);
  assert.deepEqual(findTests('unit', ['tests/*/tools.test.ts']), ['tests/bin/tools.test.ts']);
  assert.ok(findTests('unit').every((path) => !path.endsWith('.slow.test.ts') && !path.startsWith('tests/console/')));
});

test('the first load is what the index page names', () => {
  const html =
    '<link rel="icon" href="/a.svg"><script type="module" crossorigin src="/assets/a.js"></script><link rel="modulepreload" href="/assets/b.js"><link rel="stylesheet" href="/assets/c.css">';
  assert.deepEqual(firstLoadFiles(html), ['assets/a.js', 'assets/b.js', 'assets/c.css']);
});

test('the lock file holds every optional package that it names, so that npm ci takes it', () => {
  const { packages }: { packages: object } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  assert.deepEqual(missingOptionals(packages), [], 'packages are missing in package-lock.json: npm run lock');
  const own = { '': { optionalDependencies: { a: '1.0.0', b: '1.0.0' } }, 'node_modules/a': {} };
  assert.deepEqual(missingOptionals(own), [{ name: 'b', version: '1.0.0', dev: false }]);
  const nested = { 'node_modules/x': { optionalDependencies: { a: '1.0.0' } }, 'node_modules/x/node_modules/a': {} };
  assert.deepEqual(missingOptionals(nested), []);
});

test('installing downloads no CUDA libraries: npm is not told of the script that would', () => {
  const { packages }: { packages: object } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  assert.deepEqual(withUnwantedScripts(packages), [], 'an install script came back to package-lock.json: npm run lock');
  const own = {
    'node_modules/a/node_modules/onnxruntime-node': { hasInstallScript: true },
    'node_modules/onnxruntime-node': {},
    'node_modules/b': { hasInstallScript: true },
  };
  assert.deepEqual(withUnwantedScripts(own), ['node_modules/a/node_modules/onnxruntime-node']);
});

test('the platform of a package is read from its name', () => {
  const entry = (name: string): object => platformEntry({ name, version: '1.0.0', dev: false });
  assert.deepEqual(entry('@oxlint/binding-linux-arm-musleabihf'), {
    version: '1.0.0',
    cpu: ['arm'],
    libc: ['musl'],
    optional: true,
    os: ['linux'],
  });
  assert.deepEqual(entry('@node-llama-cpp/mac-arm64-metal'), {
    version: '1.0.0',
    cpu: ['arm64'],
    optional: true,
    os: ['darwin'],
  });
  assert.deepEqual(entry('@tailwindcss/oxide-wasm32-wasi'), { version: '1.0.0', cpu: ['wasm32'], optional: true });
  assert.throws(() => entry('left-pad'), /does not tell its platform/);
});
