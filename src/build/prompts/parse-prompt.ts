import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { err, ok, sha256, type Fault, type Result } from '#kernel';
import type { Prompt } from './contract.ts';
import { promptsFaults } from './errors.ts';

export interface PromptFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly source: Prompt['source'];
}

const propertySchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
});

const inputSchema = z.object({
  default: z.record(z.string(), z.unknown()).nullish(),
  schema: z
    .object({ properties: z.record(z.string(), propertySchema).optional(), required: z.array(z.string()).optional() })
    .nullish(),
});

const frontMatterProblem = (text: string): string | undefined => {
  const front = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  if (front === undefined) return 'it has no front matter';
  try {
    parseYaml(front);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause);
  }
};

const typeName = (type: string | readonly string[] | undefined): string =>
  typeof type === 'string' ? type : (type?.find((one) => one !== 'null') ?? 'any');

/** Reads one Dotprompt file into a prompt; its version is the hash of the file. */
export const parsePrompt = async ({ name, path, text, source }: PromptFile): Promise<Result<Prompt, Fault>> => {
  const invalid = (problem: string) => err(promptsFaults.fault('PROMPTS_FILE_INVALID', { file: path, problem }));
  const problem = frontMatterProblem(text);
  if (problem !== undefined) return invalid(problem);
  try {
    const { Dotprompt } = await import('dotprompt');
    const dotprompt = new Dotprompt();
    // Handlebars parses on the first rendering only.
    await dotprompt.render(text, { input: {} });
    const { input } = await dotprompt.renderMetadata(text);
    const parsed = inputSchema.safeParse(input ?? {});
    if (!parsed.success) return invalid('its `input` is not a Dotprompt input schema');
    const { schema, default: defaults } = parsed.data;
    const required = new Set(schema?.required);
    const variables = Object.entries(schema?.properties ?? {}).map(
      ([variable, { type, description }]) =>
        [variable, { type: typeName(type), required: required.has(variable), description: description ?? '' }] as const,
    );
    return ok({
      name,
      version: sha256(text),
      template: text,
      variables: Object.fromEntries(variables),
      ...(defaults ? { defaults } : {}),
      source,
    });
  } catch (cause) {
    return invalid(cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause));
  }
};
