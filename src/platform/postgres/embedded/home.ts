import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok, sha256, type Fault, type LogDep, type Result } from '#kernel';
import { prepareDataDirectory, writeAtomic } from '#platform/files';
import { postgresFault } from '../errors.ts';
import { canTraverse, chooseAccount, type Account } from './account.ts';
import { copyBinaries, findBinaries, isRunnableByOthers, type Binaries } from './binaries.ts';

/** Where the parts of one embedded database are. */
export interface Home {
  readonly dataDirectory: string;
  /** PostgreSQL's own data directory. */
  readonly cluster: string;
  readonly binaries: Binaries;
  /** Undefined when PostgreSQL runs as the user of this process. */
  readonly account: Account | undefined;
  readonly password: string;
  /** Server log; cut when it grows over a few megabytes. */
  readonly log: string;
  /** One file for each live user of the server. */
  readonly clients: string;
  readonly lock: string;
}

/** Where data goes when the database's user cannot reach the data directory, for instance below /root. */
const sharedRoot = '/var/lib/throughline';

const noteSchema = z.object({ cluster: z.string() });

const readNote = async (path: string): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : noteSchema.parse(JSON.parse(text)).cluster;
};

/** Data of an earlier directory at the same path, whose note is gone because the user deleted it. */
const removeOrphans = async (prefix: string): Promise<void> => {
  const names = await readdir(sharedRoot).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const orphan = join(sharedRoot, name);
    const pid = Number.parseInt(await readFile(join(orphan, 'postgres', 'postmaster.pid'), 'utf8').catch(() => ''), 10);
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(orphan)) process.kill(pid, 'SIGQUIT');
    await rm(orphan, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
};

const placeElsewhere = async (dataDirectory: string, log: LogDep['log']): Promise<string> => {
  const note = join(dataDirectory, 'postgres-location.json');
  const noted = await readNote(note);
  if (noted !== undefined) return noted;
  const prefix = `${sha256(dataDirectory).slice(0, 16)}-`;
  await removeOrphans(prefix);
  const cluster = join(sharedRoot, `${prefix}${randomBytes(4).toString('hex')}`, 'postgres');
  await mkdir(dirname(cluster), { recursive: true, mode: 0o711 });
  await writeAtomic(note, `${JSON.stringify({ cluster })}\n`);
  log('info', `The database user cannot reach ${dataDirectory}, so the database is in ${cluster}.`);
  return cluster;
};

const readPassword = async (path: string, cluster: string): Promise<Result<string, Fault>> => {
  const known = await readFile(path, 'utf8').catch(() => '');
  if (known.length > 0) return ok(known.trim());
  const exists = await stat(cluster).then(
    () => true,
    () => false,
  );
  if (exists) return err(postgresFault('PLATFORM_POSTGRES_PASSWORD', { path }));
  const password = randomBytes(24).toString('base64url');
  await writeAtomic(path, `${password}\n`, { mode: 0o600 });
  return ok(password);
};

const checkCluster = async (cluster: string, { major }: Binaries): Promise<Fault | undefined> => {
  const owner = await stat(cluster).catch(() => undefined);
  if (!owner) return undefined;
  const user = process.getuid?.() ?? 0;
  if (user !== 0 && owner.uid !== user) {
    return postgresFault('PLATFORM_POSTGRES_OWNER', { path: cluster, owner: owner.uid, user });
  }
  const found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  return found === String(major)
    ? undefined
    : postgresFault('PLATFORM_POSTGRES_VERSION', {
        path: cluster,
        found: found || 'an unknown version',
        expected: major,
      });
};

const placeFor = async (dataDirectory: string, binaries: Binaries, log: LogDep['log']) => {
  const near = join(dataDirectory, 'postgres');
  const account = chooseAccount(await stat(near).catch(() => undefined));
  if (!account) return { cluster: near, binaries, account };
  const cluster = canTraverse(dataDirectory, account) ? near : await placeElsewhere(dataDirectory, log);
  const reachable = canTraverse(join(binaries.root, 'bin'), account) && (await isRunnableByOthers(binaries));
  return { cluster, account, binaries: reachable ? binaries : await copyBinaries(binaries, sharedRoot) };
};

/** Decides where everything is, and makes the directories and the password. */
export const prepareHome = async (directory: string, log: LogDep['log']): Promise<Result<Home, Fault>> => {
  const prepared = await prepareDataDirectory(directory);
  if (!prepared.ok) return prepared;
  const found = await findBinaries();
  if (!found.ok) return found;
  const dataDirectory = await realpath(prepared.value);
  const place = await placeFor(dataDirectory, found.value, log);
  const problem = await checkCluster(place.cluster, found.value);
  if (problem) return err(problem);
  const clients = join(dataDirectory, 'clients');
  await mkdir(clients, { recursive: true });
  return ok({
    dataDirectory,
    ...place,
    password: join(dataDirectory, 'postgres-password'),
    log: join(dataDirectory, 'postgres.log'),
    clients,
    lock: join(dataDirectory, 'postgres.lock'),
  });
};

/** The password of the server; made on first use. Call it while holding the lock. */
export const passwordOf = (home: Home): Promise<Result<string, Fault>> => readPassword(home.password, home.cluster);

/** Gives a path to the database's user. */
export const giveToAccount = async ({ account }: Home, path: string): Promise<void> => {
  if (account) await chown(path, account.uid, account.gid);
};
