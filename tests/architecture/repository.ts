import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the repository, its path from the root with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly content: string;
}

export const root = fileURLToPath(new URL('../..', import.meta.url));

const binary = /\.(?:png|jpe?g|webp|ico|woff2?|gz|zip|pdf|gguf|onnx|parquet|bin)$/;

/** Every text file that is or would be tracked. */
export const readRepository = (): readonly SourceFile[] => {
  const git = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', git, { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 }).split('\0');
  return [...new Set(listed)]
    .filter(
      (path) =>
        path !== '' && !binary.test(path) && existsSync(join(root, path)) && statSync(join(root, path)).isFile(),
    )
    .toSorted()
    .map((path) => ({ path, content: readFileSync(join(root, path), 'utf8') }));
};

const isCode = (path: string): boolean => /\.(?:ts|tsx|mjs)$/.test(path);

/** The code among the files. */
export const codeOf = (files: readonly SourceFile[]): readonly SourceFile[] => files.filter(({ path }) => isCode(path));

/** Whether a file is a test or stands in for something in tests. */
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || /(?:^|\/)testing\.ts$/.test(path);
