// Builds the web console when its sources have changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './runtime.mjs';

/** Where the built console stands. It appears and changes in one step. */
export const consoleFolder = join(root, 'dist', 'console');
const stampFile = join(root, 'dist', 'console.stamp');

const goesIn = (path) =>
  !path.endsWith('.test.ts') &&
  (path.startsWith(join('src', 'console')) || path.startsWith(join('src', 'kernel')) || path.endsWith('contract.ts'));

const sources = () => {
  const found = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter(goesIn);
  return [...found.sort(), 'vite.config.ts', 'package.json', 'package-lock.json'].filter((path) =>
    existsSync(join(root, path)),
  );
};

const wantedStamp = () => {
  const hash = createHash('sha256');
  for (const path of sources())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  return hash.digest('hex');
};

const isBuilt = (stamp) =>
  existsSync(join(consoleFolder, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;

const runVite = (runtime, folder) => {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const wanted = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  return new Promise((resolve, reject) => {
    const child = spawn(runtime, wanted, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (said = (said + chunk).slice(-20_000)));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The console could not be built:\n${said}`)),
    );
  });
};

const build = async (runtime, stamp) => {
  if (isBuilt(stamp)) return;
  const fresh = `${consoleFolder}.${process.pid}.new`;
  const old = `${consoleFolder}.${process.pid}.old`;
  try {
    await runVite(runtime, fresh);
    if (existsSync(consoleFolder)) renameSync(consoleFolder, old);
    renameSync(fresh, consoleFolder);
    writeFileSync(stampFile, stamp);
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
};

/** Builds the console unless it is up to date. Rejects with what the bundler said. */
export const ensureConsole = async (runtime) => {
  if (!existsSync(join(root, 'vite.config.ts')))
    throw new Error('There is no vite.config.ts to build the console from.');
  const stamp = wantedStamp();
  if (isBuilt(stamp)) return;
  const onWait = (pid) => process.stderr.write(`Process ${pid} is building the console; waiting for it ...\n`);
  await withLock(join(root, '.throughline', 'console.lock'), { onWait }, () => build(runtime, stamp));
};
