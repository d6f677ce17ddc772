import { z } from 'zod';

export const dataSourceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Folder, relative to the project file. */
  path: z.string().min(1),
  include: z.array(z.string()).default(['**/*.{md,mdx,txt,html,htm}']),
  exclude: z.array(z.string()).default([]),
});

export const dataConfigSchema = z.strictObject({
  sources: z
    .array(dataSourceSchema)
    .min(1)
    .refine(
      (sources) => new Set(sources.map(({ id }) => id)).size === sources.length,
      'Every source needs an id of its own.',
    ),
  quality: z
    .strictObject({
      /** Share of documents with a blocking problem above which the run fails, 0 to 1. */
      maximumBadShare: z.number().min(0).max(1).default(0.05),
      minimumCharacters: z.number().int().nonnegative().default(40),
      maximumCharacters: z.number().int().positive().default(2_000_000),
    })
    .prefault({}),
});

/** A heading with the character offset of its section in the document's text. */
export const headingSchema = z.object({
  text: z.string(),
  level: z.number().int().min(1).max(6),
  offset: z.number().int().nonnegative(),
});

/** One document of a dataset version; its normalised Markdown text is a blob. */
export const documentSchema = z.object({
  /** `source/path/below/source.md`: stable over versions. */
  id: z.string(),
  source: z.string(),
  path: z.string(),
  title: z.string(),
  /** Blob of the normalised text that everything later cites. */
  textHash: z.string(),
  /** SHA-256 of the file's bytes. */
  fileHash: z.string(),
  characters: z.number().int(),
  headings: z.array(headingSchema),
  /** Where the file came from: package and version from the nearest package.json, Git commit when tracked. */
  origin: z.object({
    package: z.string().optional(),
    version: z.string().optional(),
    commit: z.string().optional(),
  }),
  personalData: z.record(z.string(), z.number().int()),
});

export const qualityFindingSchema = z.object({
  check: z.enum(['empty', 'short', 'long', 'duplicate', 'encoding', 'broken-link', 'unreadable', 'personal-data']),
  severity: z.enum(['info', 'warning', 'blocking']),
  documentId: z.string(),
  detail: z.string(),
});

/** Body of `data/quality-report`. */
export const qualityReportSchema = z.object({
  documents: z.number().int(),
  badDocuments: z.number().int(),
  threshold: z.number(),
  findings: z.array(qualityFindingSchema),
  countsByCheck: z.record(z.string(), z.number().int()),
});

/** Body of `data/dataset`. */
export const datasetSchema = z.object({
  /** Content hash over document ids and text hashes: the dataset version. */
  version: z.string(),
  documents: z.array(documentSchema),
  sources: z.array(
    z.object({ id: z.string(), path: z.string(), documents: z.number().int(), bytes: z.number().int() }),
  ),
});

export type DataSource = z.infer<typeof dataSourceSchema>;
export type DataConfig = z.infer<typeof dataConfigSchema>;
export type DatasetDocument = z.infer<typeof documentSchema>;
export type Heading = z.infer<typeof headingSchema>;
export type QualityFinding = z.infer<typeof qualityFindingSchema>;
export type QualityReport = z.infer<typeof qualityReportSchema>;
export type Dataset = z.infer<typeof datasetSchema>;
