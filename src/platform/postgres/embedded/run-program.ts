import { spawn } from 'node:child_process';
import { programPath } from './binaries.ts';
import type { Home } from './home.ts';

export interface ProgramOutcome {
  readonly code: number;
  /** The end of what it printed. */
  readonly output: string;
}

const outputLimit = 8_192;

/** The environment of the PostgreSQL programs: no PG* variable of the user may change what they do. */
export const programEnvironment = (): NodeJS.ProcessEnv => {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'] as const;
  const entries = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' };
};

/** Runs initdb or pg_ctl to its end as the database's user. */
export const runProgram = (
  home: Home,
  name: 'initdb' | 'pg_ctl',
  options: readonly string[],
): Promise<ProgramOutcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(programPath(home.binaries, name), [...options], {
      ...home.account,
      cwd: home.account ? '/' : home.dataDirectory,
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputLimit);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
