import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { CataloguePart } from './fault-codes.ts';
import { root, type SourceFile } from './repository.ts';

const faultsSchema = z.object({
  catalogue: z.record(
    z.string(),
    z.object({ what: z.string(), why: z.string(), remedy: z.string(), status: z.number(), retryable: z.boolean() }),
  ),
});

/** Loads every part of the error catalogue, in the order of the paths. */
export const readCatalogues = async (files: readonly SourceFile[]): Promise<readonly CataloguePart[]> => {
  const paths = files.map(({ path }) => path).filter((path) => /^src\/.*\/errors\.ts$/.test(path));
  const parts = await Promise.all(
    paths.map(async (path) => {
      const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(root, path)).href);
      return Object.values(loaded).flatMap((value) => {
        const parsed = faultsSchema.safeParse(value);
        return parsed.success ? [{ path, catalogue: parsed.data.catalogue }] : [];
      });
    }),
  );
  return parts.flat();
};
