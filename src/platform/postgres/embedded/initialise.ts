import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { err, ok, type Fault, type Result } from '#kernel';
import { fileFault, syncDirectory, systemFault, writeAtomic } from '#platform/files';
import { postgresFault } from '../errors.ts';
import { giveToAccount, type Home } from './home.ts';
import { runProgram, type ProgramOutcome } from './run-program.ts';

/** The database role that owns everything. */
export const superuser = 'throughline';

/** Says which fault a failed program stands for, from the text that it printed. */
export const programFault = (home: Home, output: string): Fault => {
  if (/no space left on device|disk quota exceeded/i.test(output)) {
    return fileFault('PLATFORM_DISK_FULL', { path: home.cluster, reason: 'No space left on device' });
  }
  if (/permission denied|read-only file system/i.test(output)) {
    return fileFault('PLATFORM_NOT_WRITABLE', { path: home.cluster, reason: 'Permission denied' });
  }
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? 'It said nothing.';
  return postgresFault('PLATFORM_POSTGRES_START', { path: home.cluster, reason: reason.trim(), log: home.log });
};

/** One call for the whole file system, where Linux has it: 0.1 s instead of 4 s for a thousand files. */
const syncOptions = (durable: boolean): readonly string[] => {
  if (!durable) return ['--no-sync'];
  return process.platform === 'linux' ? ['--sync-method=syncfs'] : [];
};

export interface InitialiseOptions {
  readonly password: string;
  /** False only in tests. */
  readonly durable: boolean;
}

const runInitdb = async (
  home: Home,
  target: string,
  { password, durable }: InitialiseOptions,
): Promise<ProgramOutcome> => {
  const passwordFile = `${target}.password`;
  try {
    await writeAtomic(passwordFile, `${password}\n`, { mode: 0o600 });
    await giveToAccount(home, passwordFile);
    return await runProgram(home, 'initdb', [
      `--pgdata=${target}`,
      `--pwfile=${passwordFile}`,
      `--username=${superuser}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--wal-segsize=4',
      '--no-instructions',
      ...syncOptions(durable),
    ]);
  } finally {
    await rm(passwordFile, { force: true });
  }
};

/** What killed attempts left. One of their programs may still write, so each attempt has its own name. */
const removeAttempts = async (cluster: string): Promise<void> => {
  const prefix = `${basename(cluster)}.new-`;
  for (const name of await readdir(dirname(cluster))) {
    if (name.startsWith(prefix))
      // An orphaned initdb may still write while the folder is being removed.
      await rm(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(
        () => undefined,
      );
  }
};

/** Makes the cluster beside its place and renames it, so a killed attempt leaves nothing that looks whole. */
export const initialise = async (home: Home, options: InitialiseOptions): Promise<Result<void, Fault>> => {
  const exists = await stat(home.cluster).then(
    () => true,
    () => false,
  );
  if (exists) return ok(undefined);
  const target = `${home.cluster}.new-${randomBytes(4).toString('hex')}`;
  try {
    await removeAttempts(home.cluster);
    await mkdir(target, { mode: 0o700 });
    await giveToAccount(home, target);
    const { code, output } = await runInitdb(home, target, options);
    if (code !== 0) {
      await rm(target, { recursive: true, force: true });
      return err(programFault(home, output));
    }
    await rename(target, home.cluster);
    await syncDirectory(dirname(home.cluster));
    return ok(undefined);
  } catch (thrown) {
    const fault = systemFault(thrown, target);
    if (fault) return err(fault);
    throw thrown;
  }
};
