import { allOk, type Fault, type FilesDep, type Result } from '#kernel';
import type { Prompt, PromptsConfig } from './contract.ts';
import { parsePrompt, type PromptFile } from './parse-prompt.ts';

/** The part of the file system that reading prompts needs. */
export interface PromptFilesDep {
  readonly files: Pick<FilesDep['files'], 'readText' | 'glob' | 'exists'>;
}

/** Folder of the prompts that come with the program. */
const builtInFolder = `${import.meta.dirname}/built-in`;

const readFolder = async (
  { files }: PromptFilesDep,
  folder: string,
  source: Prompt['source'],
): Promise<readonly PromptFile[]> => {
  const found: PromptFile[] = [];
  if (!(await files.exists(folder))) return found;
  for (const file of await files.glob(folder, ['*.prompt'])) {
    const path = `${folder}/${file}`;
    const text = await files.readText(path);
    if (text !== undefined) found.push({ name: file.slice(0, -'.prompt'.length), path, text, source });
  }
  return found;
};

/** The prompt files in force, by name: the project's own replace built-in ones. */
export const readPromptFiles = async (
  deps: PromptFilesDep,
  { folder }: PromptsConfig,
): Promise<readonly PromptFile[]> => {
  const filesByName = new Map<string, PromptFile>();
  for (const file of await readFolder(deps, builtInFolder, 'built-in')) filesByName.set(file.name, file);
  for (const file of await readFolder(deps, folder, 'project')) filesByName.set(file.name, file);
  return [...filesByName.values()].toSorted((one, other) => one.name.localeCompare(other.name));
};

/** Every prompt of a project, parsed. */
export const readPrompts = async (
  deps: PromptFilesDep,
  config: PromptsConfig,
): Promise<Result<readonly Prompt[], Fault>> =>
  allOk(await Promise.all((await readPromptFiles(deps, config)).map(parsePrompt)));
