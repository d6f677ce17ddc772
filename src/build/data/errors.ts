import { createFaults } from '#kernel';

/** The faults of this stage. */
export const dataFaults = createFaults({
  DATA_SOURCE_MISSING: {
    what: 'The data source {source} points to {path}, and there is no such folder.',
    why: 'The path is relative to the project file; it may be misspelt, or an install step has not run.',
    remedy: 'Correct `data.sources` for {source}, or create {path}.',
    status: 422,
    retryable: false,
  },
  DATA_SOURCE_EMPTY: {
    what: 'No file below {path} matches the patterns of the data source {source}.',
    why: 'The patterns are {include}, without {exclude}.',
    remedy: 'Put documents there, or change include and exclude of {source}.',
    status: 422,
    retryable: false,
  },
  DATA_SOURCE_TOO_LARGE: {
    what: 'The data source {source} has {files} files; the limit is {limit}.',
    why: 'Reading that many files in one run would take too long and too much memory.',
    remedy: 'Narrow the include patterns of {source}, or split it over several projects.',
    status: 422,
    retryable: false,
  },
  DATA_QUALITY_BELOW_THRESHOLD: {
    what: '{bad} of {documents} documents have a blocking problem; at most {allowed} may.',
    why: 'The worst are: {worst}',
    remedy: 'Repair or exclude these documents, or raise `data.quality.maximumBadShare`.',
    status: 422,
    retryable: false,
  },
  DATA_PERSONAL_DATA_FOUND: {
    what: '{document} holds personal data: {kinds}.',
    why: 'The policy of the source {source} says `personalData: fail`.',
    remedy: 'Remove the data from the document, or set the policy to mask or drop-document.',
    status: 422,
    retryable: false,
  },
  DATA_POLICY_UNKNOWN: {
    what: 'There are no governance policies to check the sources against.',
    why: 'The govern stage has not run.',
    remedy: 'Run the stages in order: throughline run.',
    status: 409,
    retryable: false,
  },
});
