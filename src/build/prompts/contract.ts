import { z } from 'zod';

export const promptsConfigSchema = z.strictObject({
  /** Folder of `*.prompt` files (Dotprompt), relative to the project file. Built-in prompts of the same name are replaced. */
  folder: z.string().default('prompts'),
});

/** Body of `prompts/prompt`: one version of one prompt. */
export const promptSchema = z.object({
  name: z.string(),
  /** SHA-256 of the file. */
  version: z.string(),
  /** The whole file, front matter included. */
  template: z.string(),
  /** Variables with their JSON Schema types, from the front matter's input schema. */
  variables: z.record(z.string(), z.object({ type: z.string(), required: z.boolean(), description: z.string() })),
  /** Values of variables that are not given. */
  defaults: z.record(z.string(), z.unknown()).optional(),
  source: z.enum(['project', 'built-in']),
});

export type PromptsConfig = z.infer<typeof promptsConfigSchema>;
export type Prompt = z.infer<typeof promptSchema>;
