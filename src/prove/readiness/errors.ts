import { createFaults } from '#kernel';

/** The error catalogue of the readiness stage. */
export const { catalogue: readinessFaults, fault: readinessFault } = createFaults({
  READINESS_CANDIDATE_MISSING: {
    what: 'There is no candidate to decide on.',
    why: 'Readiness needs the charter, the evaluation set and the champion of the comparison, and {missing} is not there.',
    remedy: 'Run the stages before it: `throughline run`.',
    status: 409,
    retryable: false,
  },
  READINESS_REPORT_MISSING: {
    what: 'There is no readiness report yet.',
    why: 'The readiness stage has not run, or its report was deleted.',
    remedy: 'Run it: `throughline run readiness`.',
    status: 404,
    retryable: false,
  },
  READINESS_GATE_UNKNOWN: {
    what: 'The report has no gate {gate} for this candidate.',
    why: 'Its gates are {gates}, and it is about candidate {candidate}.',
    remedy: 'Name one of those gates, and the candidate of the newest report.',
    status: 422,
    retryable: false,
  },
  READINESS_GATE_NOT_FAILED: {
    what: 'Gate {gate} needs no waiver: it says {verdict}.',
    why: 'A waiver is an exception for a gate that failed or could not be decided.',
    remedy: 'Release the candidate, or waive the gate that blocks it.',
    status: 409,
    retryable: false,
  },
});
