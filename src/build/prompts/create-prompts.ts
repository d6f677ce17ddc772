import type { PromptFunction } from 'dotprompt';
import { err, ok, type Fault, type Result } from '#kernel';
import type { Message } from '#build/models/contract';
import { checkVariables } from './check-variables.ts';
import type { Prompt } from './contract.ts';
import { promptsFaults } from './errors.ts';

/** Renders the prompts in force by name. */
export interface PromptsDep {
  readonly prompts: {
    readonly render: (
      name: string,
      variables: Readonly<Record<string, unknown>>,
    ) => Promise<Result<readonly Message[], Fault>>;
  };
}

// Dotprompt marks roles inside the rendered text, so a value that holds its marker could write a system message.
const disarm = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replaceAll(/<<<(?=\s*dotprompt)/gi, '<< <');
  if (Array.isArray(value)) return value.map(disarm);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, disarm(inner)]));
};

const roles: Readonly<Record<string, Message['role']>> = {
  system: 'system',
  user: 'user',
  model: 'assistant',
  tool: 'tool',
};

/** Makes the renderer of a set of prompts; templates compile on first use. */
export const createPrompts = (prompts: readonly Prompt[]): PromptsDep['prompts'] => {
  const promptsByName = new Map(prompts.map((prompt) => [prompt.name, prompt]));
  const compiled = new Map<string, Promise<PromptFunction>>();

  const compile = (prompt: Prompt): Promise<PromptFunction> => {
    const known = compiled.get(prompt.name);
    if (known !== undefined) return known;
    // Loaded with the first prompt: most commands render none.
    const fresh = import('dotprompt').then(({ Dotprompt }) => new Dotprompt().compile(prompt.template));
    compiled.set(prompt.name, fresh);
    return fresh;
  };

  return {
    render: async (name, variables) => {
      const prompt = promptsByName.get(name);
      if (prompt === undefined)
        return err(promptsFaults.fault('PROMPTS_UNKNOWN', { name, known: [...promptsByName.keys()].join(', ') }));
      const checked = checkVariables(prompt, variables);
      if (!checked.ok) return checked;
      const template = await compile(prompt);
      const input = Object.fromEntries(Object.entries(checked.value).map(([key, value]) => [key, disarm(value)]));
      const { messages } = await template({ input });
      return ok(
        messages
          .map(({ role, content }): Message => ({
            role: roles[role] ?? 'user',
            content: content
              .map((part) => ('text' in part && typeof part.text === 'string' ? part.text : ''))
              .join('')
              .trim(),
          }))
          .filter(({ content }) => content !== ''),
      );
    },
  };
};
