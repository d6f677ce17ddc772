import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../architecture/repository.ts';

/** A copy of the launcher with a command line of its own, in a folder with a space. */
export interface Copy {
  readonly folder: string;
  readonly launcher: string;
  readonly remove: () => void;
}

/** Copies the launcher; `cli` is the text of its src/cli.ts. */
export const copyLauncher = (cli: string, { packages = true } = {}): Copy => {
  const folder = mkdtempSync(join(tmpdir(), 'launcher with space '));
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'cli.ts'), cli);
  if (packages) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    launcher: join(folder, 'bin', 'throughline.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** A Node of this machine that is older than the program needs, when there is one. */
export const olderNode = (): string | undefined => {
  const candidates = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'node'));
  return candidates.find((path) => {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return status === 0 && Number.parseInt(stdout.slice(1), 10) < 24;
  });
};

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Starts a program, acts once its output holds `ready`, and waits for its end. */
export const actWhenReady = async (
  command: readonly string[],
  { ready, act }: { readonly ready: string; readonly act: (pid: number) => void },
): Promise<Ending> => {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = output.includes(ready);
    output += chunk.toString();
    if (!before && output.includes(ready) && child.pid !== undefined) act(child.pid);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Whether a process has ended within two seconds. */
export const endsSoon = async (pid: number): Promise<boolean> => {
  for (let tries = 0; tries < 40 && isAlive(pid); tries += 1) await sleep(50);
  return !isAlive(pid);
};
