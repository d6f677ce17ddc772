import { z } from 'zod';
import { ok, type Json } from '#kernel';
import type { Dataset } from '#build/data/contract';
import { defineTool, type Tool } from './define-tool.ts';

export interface PackageVersionOptions {
  readonly documents: Dataset['documents'];
  readonly timeoutMs: number;
}

/** The name and schemas of `package_version`. */
export const packageVersionSpecification = {
  name: 'package_version',
  description: 'Tells which package and version the pages of a manual belong to.',
  parameters: {
    type: 'object',
    properties: { name: { type: 'string', maxLength: 214, description: 'a package or source; every one when absent' } },
    additionalProperties: false,
  },
  result: {
    type: 'object',
    properties: {
      packages: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            package: { type: 'string' },
            version: { type: 'string' },
            source: { type: 'string' },
            pages: { type: 'integer' },
          },
          required: ['package', 'version', 'source', 'pages'],
        },
      },
    },
    required: ['packages'],
  },
} as const satisfies Json;

const argumentsSchema = z.object({ name: z.string().optional() });

const listPackages = (documents: Dataset['documents']) => {
  const packages = new Map<string, { package: string; version: string; source: string; pages: number }>();
  for (const { source, origin } of documents) {
    if (origin.package === undefined) continue;
    const version = origin.version ?? 'unknown';
    const key = JSON.stringify([source, origin.package, version]);
    const known = packages.get(key) ?? { package: origin.package, version, source, pages: 0 };
    packages.set(key, { ...known, pages: known.pages + 1 });
  }
  return [...packages.values()];
};

/** Answers from the origin that the data stage recorded for every document. */
export const createPackageVersion = ({ documents, timeoutMs }: PackageVersionOptions): Tool => {
  const packages = listPackages(documents);
  return defineTool({
    ...packageVersionSpecification,
    timeoutMs,
    run: async (given) => {
      const { name } = argumentsSchema.parse(given);
      const wanted = name?.toLowerCase();
      return ok({
        packages: packages.filter(
          (entry) => wanted === undefined || entry.package.toLowerCase() === wanted || entry.source === wanted,
        ),
      });
    },
  });
};
