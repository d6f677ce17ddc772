import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../architecture/repository.ts';

/** One line that a command printed with `--json`. */
export type Line = Readonly<Record<string, unknown>>;

/** What a command did. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: readonly Line[];
  readonly last: Line;
}

export interface HowToRun {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Run as another user, by number. */
  readonly uid?: number;
  /** Called with each line as it comes, and with the process. */
  readonly onLine?: (line: Line, child: ChildProcess) => void;
}

const launcher = join(root, 'bin', 'throughline.mjs');

const parseLine = (text: string): Line | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/** Starts `throughline` as a process of its own. */
export const startProgram = (args: readonly string[], { cwd = root, env = {}, uid }: HowToRun = {}): ChildProcess =>
  spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { ...process.env, NODE_ENV: undefined, DATABASE_URL: undefined, PORT: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });

/** Runs `throughline` to its end. */
export const throughline = async (args: readonly string[], how: HowToRun = {}): Promise<Ended> => {
  const child = startProgram(args, how);
  const [texts, errors]: [string[], string[]] = [[], []];
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const reader = createInterface({ input: child.stdout ?? process.stdin });
  reader.on('line', (text) => {
    texts.push(text);
    const line = parseLine(text);
    if (line !== undefined) how.onLine?.(line, child);
  });
  const [code] = await once(child, 'close');
  const lines = texts.map(parseLine).filter((line) => line !== undefined);
  return {
    code: typeof code === 'number' ? code : null,
    stdout: texts.join('\n'),
    stderr: errors.join(''),
    lines,
    last: lines.at(-1) ?? {},
  };
};

/** The text of the printed fault, for the message of a failed assertion. */
export const told = ({ code, stdout, stderr }: Ended): string => `exit ${code}\n${stdout.slice(-3000)}\n${stderr}`;
