import { createFaults } from '#kernel';

/** The strategy part of the error catalogue. */
export const strategyFaults = createFaults({
  STRATEGY_MODEL_FAILED: {
    what: 'The model "{model}" gave no usable answer: {cause}.',
    why: 'It failed, returned nothing, or kept calling tools wrongly.',
    remedy: 'Try again; when it happens often, choose another model or lower `model.temperature`.',
    status: 502,
    retryable: true,
  },
  STRATEGY_TIMEOUT: {
    what: 'There was no answer within {timeoutMs} ms.',
    why: 'The strategy "{strategy}" limits the time of an answer.',
    remedy: 'Try again, or raise `limits.timeoutMs` of the strategy.',
    status: 504,
    retryable: true,
  },
  STRATEGY_QUESTION_EMPTY: {
    what: 'The question is empty.',
    why: 'There is nothing to search for.',
    remedy: 'Write a question.',
    status: 400,
    retryable: false,
  },
  STRATEGY_RECORD_MISSING: {
    what: 'The {noun} that the candidate "{candidate}" was made from is not in the store.',
    why: 'Record {hash} was deleted, or belongs to another project.',
    remedy: 'Run `throughline run strategy` to make the candidate again.',
    status: 409,
    retryable: false,
  },
  STRATEGY_INPUT_MISSING: {
    what: 'There is no {noun} record yet.',
    why: 'Candidates are resolved against the index, the selected models and the guardrail policy.',
    remedy: 'Run `throughline run`; it brings the earlier stages up to date first.',
    status: 409,
    retryable: false,
  },
  STRATEGY_MODEL_MISSING: {
    what: 'The strategy "{strategy}" needs a chat model and has none.',
    why: 'Its kind is "{kind}", and `model` is not set or not among the selected models.',
    remedy: 'Set `model.id` to a selected chat model, or use kind `extractive`.',
    status: 422,
    retryable: false,
  },
  STRATEGY_PROMPT_MISSING: {
    what: 'The strategy "{strategy}" uses the prompt "{prompt}", which does not exist.',
    why: 'Neither the project nor the program has a prompt file of that name.',
    remedy: 'Write `{prompt}.prompt` in the prompt folder, or name another one.',
    status: 422,
    retryable: false,
  },
  STRATEGY_TOOL_MISSING: {
    what: 'The strategy "{strategy}" uses the tool "{tool}", which is not enabled.',
    why: 'An agent may only use tools that the project enables.',
    remedy: 'Add it to `tools.enabled`, or take it out of the strategy.',
    status: 422,
    retryable: false,
  },
  STRATEGY_NO_CANDIDATE: {
    what: 'There is no candidate left.',
    why: 'Every built-in candidate is listed in `strategy.without`, and the project defines none.',
    remedy: 'Take a name out of `strategy.without`, or define a candidate.',
    status: 422,
    retryable: false,
  },
});
