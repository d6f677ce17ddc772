import { createFaults } from '#kernel';

/** The tuning part of the error catalogue. */
export const tuningFaults = createFaults({
  TUNING_INPUT_MISSING: {
    what: 'There is no {type} record yet.',
    why: 'Whether tuning is worth it depends on the assessment, the policies and the dataset.',
    remedy: 'Run `throughline run`; it brings the earlier stages up to date first.',
    status: 409,
    retryable: false,
  },
  TUNING_DATASET_REJECTED: {
    what: '{problems} of {cases} training cases have a problem; the first: {first}.',
    why: 'What a model learns cannot be taken out again, so the gate lets nothing doubtful through.',
    remedy: 'Correct or drop the cases that are named, then export again.',
    status: 422,
    retryable: false,
  },
});
