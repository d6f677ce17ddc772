import { err, ok, type Fault, type Result } from '#kernel';
import type { Prompt } from './contract.ts';
import { promptsFaults } from './errors.ts';

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

const fits = (got: string, expected: string): boolean =>
  expected === 'any' || got === expected || (got === 'integer' && expected === 'number');

/** Checks variables against a prompt's input schema and adds defaults. */
export const checkVariables = (
  prompt: Prompt,
  given: Readonly<Record<string, unknown>>,
): Result<Readonly<Record<string, unknown>>, Fault> => {
  const values = { ...prompt.defaults, ...given };
  for (const [variable, value] of Object.entries(values)) {
    const expected = prompt.variables[variable];
    if (expected === undefined)
      return err(promptsFaults.fault('PROMPTS_VARIABLE_UNKNOWN', { prompt: prompt.name, variable }));
    const got = typeOf(value);
    const absent = value === undefined || value === null;
    if (absent ? expected.required : !fits(got, expected.type))
      return err(
        promptsFaults.fault('PROMPTS_VARIABLE_WRONG', { prompt: prompt.name, variable, got, expected: expected.type }),
      );
  }
  const missing = Object.entries(prompt.variables).find(
    ([variable, { required }]) => required && !Object.hasOwn(values, variable),
  );
  if (missing !== undefined)
    return err(promptsFaults.fault('PROMPTS_VARIABLE_MISSING', { prompt: prompt.name, variable: missing[0] }));
  return ok(values);
};
