import { createFaults } from '#kernel';

/** The tools part of the error catalogue. */
export const toolsFaults = createFaults({
  TOOLS_UNKNOWN: {
    what: 'There is no tool named "{tool}".',
    why: 'The model asked for a tool that this strategy does not give it. Given: {known}.',
    remedy: 'Name one of the given tools, or add the tool to the strategy.',
    status: 404,
    retryable: false,
  },
  TOOLS_ARGUMENTS_INVALID: {
    what: 'The tool "{tool}" was called with arguments that it does not take: {problem}.',
    why: 'Arguments are checked against the JSON Schema of the tool before it runs.',
    remedy: 'Call it again with arguments that match the schema.',
    status: 422,
    retryable: false,
  },
  TOOLS_RESULT_INVALID: {
    what: 'The tool "{tool}" returned something other than it promises: {problem}.',
    why: 'Results are checked against the JSON Schema of the tool before a model sees them.',
    remedy: 'Correct the tool or its result schema.',
    status: 502,
    retryable: false,
  },
  TOOLS_TIMEOUT: {
    what: 'The tool "{tool}" gave no result within {timeoutMs} ms.',
    why: 'A tool may not hold up an answer for longer than its time limit.',
    remedy: 'Try again, or raise `tools.timeoutMs`.',
    status: 504,
    retryable: true,
  },
  TOOLS_FAILED: {
    what: 'The tool "{tool}" failed: {cause}.',
    why: 'What it calls reported a failure.',
    remedy: 'See the cause; `throughline doctor` checks what tools depend on.',
    status: 502,
    retryable: true,
  },
});
