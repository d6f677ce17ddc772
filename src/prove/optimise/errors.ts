import { createFaults } from '#kernel';

/** The error catalogue of the optimise stage. */
export const { catalogue: optimiseFaults, fault: optimiseFault } = createFaults({
  OPTIMISE_BUDGET_TOO_SMALL: {
    what: '{method} of {subject} is not started: {available}.',
    why: '{power}',
    remedy: 'Add development questions, or raise `optimise.seconds`.',
    status: 422,
    retryable: false,
  },
  OPTIMISE_COMPARISON_MISSING: {
    what: 'There is nothing to optimise yet.',
    why: 'The experiments stage has written no comparison, or its candidates are gone.',
    remedy: 'Run the experiments stage: `throughline run experiments`.',
    status: 409,
    retryable: false,
  },
});
