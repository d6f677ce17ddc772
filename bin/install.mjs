// Installs the packages that package-lock.json names, when they are missing or stale.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './runtime.mjs';

const stampFile = join(root, 'node_modules', '.throughline-install');

const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

const wantedStamp = () => {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;
};

const packagesOf = (path) => JSON.parse(readText(path) ?? '{"packages":{}}').packages;

/** Whether npm has installed exactly the locked versions; optional packages may be missing. */
export const matchesLock = (locked, installed) => {
  const same = ([path, { version, optional, peer }]) =>
    path === '' ||
    (installed[path] === undefined ? optional === true || peer === true : installed[path].version === version);
  return Object.entries(locked).every(same) && Object.keys(installed).every((path) => path in locked);
};

const isInstalled = (stamp) => {
  if (readText(stampFile) === stamp) return true;
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!matchesLock(packagesOf(join(root, 'package-lock.json')), installed)) return false;
  writeFileSync(stampFile, stamp);
  return true;
};

const npmCommand = () => {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) return { command: process.execPath, first: [script], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
};

const npmCi = () => {
  const { command, first, shell } = npmCommand();
  const wanted = ['ci', '--include=dev', '--include=optional', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...wanted], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal === null ? code : 1));
  });
};

const install = async (stamp) => {
  if (isInstalled(stamp)) return;
  const started = performance.now();
  process.stderr.write('Installing the packages of package-lock.json (npm ci) ...\n');
  const code = await npmCi();
  if (code !== 0) {
    throw new Error(`npm ci failed (exit code ${code}). Look at its message above, check the network and try again.`);
  }
  writeFileSync(stampFile, stamp);
  process.stderr.write(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`);
};

/** Brings node_modules up to date; quick when it is. Two starts at once install once. */
export const ensureInstalled = async () => {
  const stamp = wantedStamp();
  if (isInstalled(stamp)) return;
  const onWait = (pid) => process.stderr.write(`Process ${pid} is installing the packages; waiting for it ...\n`);
  await withLock(join(root, '.throughline', 'install.lock'), { onWait }, () => install(stamp));
};
