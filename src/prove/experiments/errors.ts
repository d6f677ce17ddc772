import { createFaults } from '#kernel';

/** The error catalogue of the experiments stage. */
export const { catalogue: experimentsFaults, fault: experimentsFault } = createFaults({
  EXPERIMENTS_BASELINE_MISSING: {
    what: 'There is no baseline to compare the candidates with.',
    why: 'The evaluate stage has written no scorecard, or its candidate is gone.',
    remedy: 'Run the evaluate stage: `throughline run evaluate`.',
    status: 409,
    retryable: false,
  },
  EXPERIMENTS_MLFLOW_REFUSED: {
    what: 'The tracking server answered {status} to {call}.',
    why: '{reply}',
    remedy:
      'Check the address and the permissions of the tracking server, then export again; finished parts are not undone.',
    status: 502,
    retryable: true,
  },
});
