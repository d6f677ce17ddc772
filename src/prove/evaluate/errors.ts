import { createFaults } from '#kernel';

/** The error catalogue of the evaluate stage. */
export const { catalogue: evaluateFaults, fault: evaluateFault } = createFaults({
  EVALUATE_FILE_MISSING: {
    what: 'There is no case file {path}.',
    why: '`evaluate.cases` names a file that is not there, or that cannot be read.',
    remedy: 'Correct the path, which is relative to the project file, or write the file.',
    status: 422,
    retryable: false,
  },
  EVALUATE_DATASET_EMPTY: {
    what: 'There is no {split} question to evaluate with.',
    why: 'The case files {paths} hold none, and no accepted production case adds one.',
    remedy: 'Write at least one case with `split: {split}`; `throughline init` drafts some from the documents.',
    status: 422,
    retryable: false,
  },
  EVALUATE_CASE_INVALID: {
    what: '{path}:{line}: {key} is {value}; expected {expected}.',
    why: 'A case that is not understood whole would be scored wrongly.',
    remedy: 'Correct the line; the schema of a case is in the reference of the evaluate stage.',
    status: 422,
    retryable: false,
  },
  EVALUATE_GOLD_MISSING: {
    what: 'Case {case} names {missing}, which the dataset does not hold.',
    why: 'A question whose gold answer does not exist can never be answered rightly. Nearest: {nearest}.',
    remedy: 'Correct `gold` of the case, or add the document to a source.',
    status: 422,
    retryable: false,
  },
  EVALUATE_DATASET_MISSING: {
    what: 'There is no dataset to check the gold pages against.',
    why: 'The data stage has not written `data/dataset` yet.',
    remedy: 'Run the data stage: `throughline run data`.',
    status: 409,
    retryable: false,
  },
  EVALUATE_CANDIDATE_MISSING: {
    what: 'There is no candidate named {name}.',
    why: 'The strategy stage made: {known}.',
    remedy: 'Name one of those, or run the strategy stage: `throughline run strategy`.',
    status: 404,
    retryable: false,
  },
  EVALUATE_SEALED_EXHAUSTED: {
    what: 'The sealed questions {version} were used for {uses} release decisions, the most that are allowed.',
    why: 'Every decision on the same questions lets them leak into the choice, so that they stop measuring anything new.',
    remedy: 'Replace sealed cases by new ones, or release one of the candidates that were already decided on.',
    status: 409,
    retryable: false,
  },
});
