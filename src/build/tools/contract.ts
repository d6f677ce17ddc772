import { z } from 'zod';

export const toolsConfigSchema = z.strictObject({
  /** Names of built-in tools that agents may use. */
  enabled: z.array(z.enum(['search_manual', 'package_version'])).default(['search_manual', 'package_version']),
  timeoutMs: z.number().int().positive().default(5000),
});

/** Body of `tools/tool`. */
export const toolRecordSchema = z.object({
  name: z.string(),
  description: z.string(),
  /** JSON Schemas. */
  parameters: z.unknown(),
  result: z.unknown(),
  timeoutMs: z.number(),
});

export type ToolsConfig = z.infer<typeof toolsConfigSchema>;
export type ToolRecord = z.infer<typeof toolRecordSchema>;
