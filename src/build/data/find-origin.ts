import { z } from 'zod';
import type { FilesDep } from '#kernel';
import type { DatasetDocument } from './contract.ts';

export type Origin = DatasetDocument['origin'];

/** The commit of a tracked path; undefined when it is not under version control. */
export interface GitCommitDep {
  readonly gitCommit?: (path: string) => Promise<string | undefined>;
}

const packageSchema = z.looseObject({ name: z.string().min(1), version: z.string().optional() });

const parsePackage = (text: string | undefined): Origin | undefined => {
  if (text === undefined) return undefined;
  try {
    const parsed = packageSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return undefined;
    const { name, version } = parsed.data;
    return { package: name, ...(version === undefined ? {} : { version }) };
  } catch {
    // A package.json that is not JSON says nothing about origin.
    return undefined;
  }
};

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** Finds package and version from the nearest package.json above each file; folders are looked up once. */
export const createOriginFinder = ({ files }: FilesDep): ((path: string) => Promise<Origin>) => {
  const byFolder = new Map<string, Promise<Origin>>();
  const find = (folder: string, levels: number): Promise<Origin> => {
    if (folder === '' || levels === 0) return Promise.resolve({});
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const found = files
      .readText(`${folder}/package.json`)
      .then((text) => parsePackage(text) ?? find(parentOf(folder), levels - 1));
    byFolder.set(folder, found);
    return found;
  };
  return (path) => find(parentOf(files.resolve(path).replaceAll('\\', '/')), 40);
};
