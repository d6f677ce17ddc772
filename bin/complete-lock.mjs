#!/usr/bin/env node
// `npm run lock`: adds the optional packages that package-lock.json names but does not hold. npm leaves them out when the
// registry it asks has no copy of them (a mirror often lacks other platforms), and `npm ci` then refuses the lock file.
// It also takes out the mark of install scripts that must not run, which every npm goes by.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

const systems = {
  android: 'android',
  darwin: 'darwin',
  mac: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
  win: 'win32',
};
const processors = {
  arm64: 'arm64',
  x64: 'x64',
  arm: 'arm',
  armv7l: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  ia32: 'ia32',
  wasm32: 'wasm32',
};

const parentOf = (path) => (path.includes('/node_modules/') ? path.slice(0, path.lastIndexOf('/node_modules/')) : '');

const isHeld = (packages, from, name) => {
  for (let base = from; ; base = parentOf(base)) {
    if (`${base === '' ? '' : `${base}/`}node_modules/${name}` in packages) return true;
    if (base === '') return false;
  }
};

/** Optional packages that a lock file names but does not hold: name, version, and whether only developers need them. */
export const missingOptionals = (packages) =>
  Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isHeld(packages, path, name))
      .map(([name, version]) => ({ name, version, dev })),
  );

const libcOf = (words) => {
  if (words.some((word) => word.startsWith('musl'))) return ['musl'];
  return words.some((word) => word.startsWith('gnu')) && words.includes('linux') ? ['glibc'] : undefined;
};

/** The entry of a package for one platform, read from its name, for instance `@oxlint/binding-darwin-arm64`. */
export const platformEntry = ({ name, version, dev }) => {
  const words = name.split(/[-/]/);
  const cpu = words.map((word) => processors[word]).find((found) => found !== undefined);
  const os = words.map((word) => systems[word]).find((found) => found !== undefined);
  if (cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version))
    throw new Error(`${name}@${version} does not tell its platform.`);
  const libc = libcOf(words);
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(libc === undefined ? {} : { libc }),
    optional: true,
    ...(os === undefined || cpu === 'wasm32' ? {} : { os: [os] }),
  };
};

/** onnxruntime-node's fetches CUDA libraries from outside the registry, and fails without a network; the CPU needs none. */
const unwantedScripts = ['onnxruntime-node'];

/** Paths of locked packages whose install script would run and must not. */
export const withUnwantedScripts = (packages) =>
  Object.keys(packages).filter(
    (path) =>
      packages[path].hasInstallScript === true && unwantedScripts.some((name) => path.endsWith(`node_modules/${name}`)),
  );

const completeLock = () => {
  const path = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const unwanted = withUnwantedScripts(lock.packages);
  for (const path of unwanted) delete lock.packages[path].hasInstallScript;
  const missing = missingOptionals(lock.packages);
  const added = missing.map((optional) => [`node_modules/${optional.name}`, platformEntry(optional)]);
  const entries = [...Object.entries(lock.packages), ...added].sort(([left], [right]) =>
    left.localeCompare(right, 'en'),
  );
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, undefined, 2)}\n`);
  process.stdout.write(
    `${missing.length} packages added to package-lock.json, ${unwanted.length} scripts taken out.\n`,
  );
};

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('complete-lock.mjs')) completeLock();
