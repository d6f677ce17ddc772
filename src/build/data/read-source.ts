import pLimit from 'p-limit';
import { allOk, ok, type BlobsDep, type Fault, type FilesDep, type ProgressDep, type Result } from '#kernel';
import { findPolicy } from '#plan/govern';
import type { Policy } from '#plan/govern/contract';
import { checkLinks } from './check-links.ts';
import type { DataConfig, DataSource } from './contract.ts';
import { createOriginFinder, type GitCommitDep } from './find-origin.ts';
import { listFiles } from './list-files.ts';
import { readDocument, type ReadOutcome } from './read-document.ts';

export interface SourceRequest {
  readonly source: DataSource;
  readonly policy: Policy;
  readonly quality: DataConfig['quality'];
  readonly signal: AbortSignal;
}

export type ReadDeps = FilesDep & BlobsDep & ProgressDep & GitCommitDep;

/** What became of the files of one source, in the order of their paths. */
export interface SourceOutcome {
  readonly source: DataSource;
  readonly outcomes: readonly ReadOutcome[];
}

/** At most this many texts are in memory at once. */
const concurrency = 8;

/** Reads every file of a source under its policy, and checks the links between them. */
export const readSource = async (
  deps: ReadDeps,
  { source, policy, quality, signal }: SourceRequest,
): Promise<Result<SourceOutcome, Fault>> => {
  const allowed = findPolicy(policy, { source: source.id, use: 'retrieval' });
  if (!allowed.ok) return allowed;
  const paths = await listFiles(deps, source);
  if (!paths.ok) return paths;
  const findOrigin = createOriginFinder(deps);
  const commit = await deps.gitCommit?.(deps.files.resolve(source.path));
  const total = paths.value.length;
  let done = 0;
  const outcomes = await pLimit(concurrency).map(paths.value, async (path) => {
    signal.throwIfAborted();
    const found = await findOrigin(`${source.path}/${path}`);
    const origin = commit === undefined ? found : { ...found, commit };
    const outcome = await readDocument(deps, { source, policy: allowed.value, quality, path, origin });
    done += 1;
    deps.progress({ stage: 'data', message: `Reading ${source.id}`, done, total });
    return outcome;
  });
  const read = allOk(outcomes);
  if (!read.ok) return read;
  const links = checkLinks(read.value.flatMap(({ page }) => page ?? []));
  return ok({ source, outcomes: [...read.value, { findings: links, bytes: 0 }] });
};
