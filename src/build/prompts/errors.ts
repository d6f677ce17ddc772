import { createFaults } from '#kernel';

/** The prompts part of the error catalogue. */
export const promptsFaults = createFaults({
  PROMPTS_FILE_INVALID: {
    what: 'The prompt file {file} cannot be read: {problem}.',
    why: 'A prompt is a Dotprompt file: YAML front matter between two `---` lines, then a Handlebars template.',
    remedy: 'Correct the file; docs/reference shows one.',
    status: 422,
    retryable: false,
  },
  PROMPTS_UNKNOWN: {
    what: 'There is no prompt named "{name}".',
    why: "Neither the project's prompt folder nor the built-in prompts hold it. Known: {known}.",
    remedy: 'Write `{name}.prompt` in the prompt folder, or use a known name.',
    status: 404,
    retryable: false,
  },
  PROMPTS_VARIABLE_MISSING: {
    what: 'The prompt "{prompt}" was rendered without its variable "{variable}".',
    why: 'The input schema in its front matter requires it.',
    remedy: 'Give the variable, or mark it as optional with `?`, or give it a default.',
    status: 422,
    retryable: false,
  },
  PROMPTS_VARIABLE_WRONG: {
    what: 'The variable "{variable}" of the prompt "{prompt}" is {got}, not {expected}.',
    why: 'The input schema in its front matter says so.',
    remedy: 'Give a value of that type, or change the schema.',
    status: 422,
    retryable: false,
  },
  PROMPTS_VARIABLE_UNKNOWN: {
    what: 'The prompt "{prompt}" has no variable "{variable}".',
    why: 'A variable that the input schema does not name would be dropped silently.',
    remedy: 'Add it to the input schema, or do not pass it.',
    status: 422,
    retryable: false,
  },
});
