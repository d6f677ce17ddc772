export { createPrompts, type PromptsDep } from './create-prompts.ts';
export { promptsFaults } from './errors.ts';
export { parsePrompt, type PromptFile } from './parse-prompt.ts';
export { readPrompts } from './read-prompts.ts';
export { promptsStage } from './stage.ts';
