import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GitState {
  readonly commit: string;
  readonly dirty: boolean;
}

const git = async (folder: string, ...words: readonly string[]): Promise<string | undefined> => {
  try {
    const { stdout } = await run('git', ['-C', folder, ...words], { timeout: 5000, maxBuffer: 10_000_000 });
    return stdout.trim();
  } catch {
    // No Git, no repository, or no commit yet: there is nothing to say.
    return undefined;
  }
};

/** Commit and dirty flag of the repository around a folder; undefined outside one. */
export const gitState = async (folder: string): Promise<GitState | undefined> => {
  const commit = await git(folder, 'rev-parse', 'HEAD');
  if (commit === undefined || commit === '') return undefined;
  return { commit, dirty: ((await git(folder, 'status', '--porcelain', '--untracked-files=no')) ?? '') !== '' };
};

/** Last commit that changed a tracked path; undefined when it is not under version control. */
export const gitCommitOf = async (path: string): Promise<string | undefined> =>
  (await git(path, 'log', '-1', '--format=%H', '--', '.')) || undefined;
