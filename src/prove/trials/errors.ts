import { createFaults } from '#kernel';

/** The error catalogue of the trials stage. */
export const { catalogue: trialsFaults, fault: trialsFault } = createFaults({
  TRIALS_COMPARISON_MISSING: {
    what: 'There are no two candidates to try against each other.',
    why: 'The experiments stage has written no comparison.',
    remedy: 'Run the experiments stage: `throughline run experiments`.',
    status: 409,
    retryable: false,
  },
  TRIALS_PLAN_MISSING: {
    what: 'There is no trial with the plan {plan}.',
    why: 'No trial was planned yet, or a newer run replaced the plan.',
    remedy: 'Reload the trial; if there is none, run `throughline run trials`.',
    status: 409,
    retryable: false,
  },
  TRIALS_QUESTION_UNKNOWN: {
    what: 'The trial has no question {caseId}.',
    why: 'A rating belongs to a question of the plan.',
    remedy: 'Ask for the next question and rate that one.',
    status: 422,
    retryable: false,
  },
});
