import {
  defineStage,
  ok,
  sha256,
  type Fault,
  type FilesDep,
  type RecordDraft,
  type Result,
  type StageInput,
  type WatchInput,
} from '#kernel';
import { promptsConfigSchema, type PromptsConfig } from './contract.ts';
import { readPromptFiles, readPrompts } from './read-prompts.ts';

const watch = async (
  deps: FilesDep,
  { config }: WatchInput<PromptsConfig>,
): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries((await readPromptFiles(deps, config)).map(({ name, text }) => [name, sha256(text)]));

const run = async (
  deps: FilesDep,
  { config }: StageInput<PromptsConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const prompts = await readPrompts(deps, config);
  if (!prompts.ok) return prompts;
  return ok(prompts.value.map((body) => ({ type: 'prompts/prompt', body, inputs: [] })));
};

/** Reads the prompt files; one record each. */
export const promptsStage = defineStage<PromptsConfig, FilesDep>({
  name: 'prompts',
  phase: 'build',
  question: 'What exactly is the model told?',
  reads: [],
  writes: ['prompts/prompt'],
  config: promptsConfigSchema,
  watch,
  run,
});
