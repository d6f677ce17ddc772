import { createFaults } from '#kernel';

/** The faults of this stage. */
export const learnFaults = createFaults({
  LEARN_PROPOSAL_UNKNOWN: {
    what: 'There is no proposal {proposal}.',
    why: 'No record of type learn/proposal has this hash.',
    remedy: 'Look at `throughline learn list`.',
    status: 404,
    retryable: false,
  },
  LEARN_CASE_INCOMPLETE: {
    what: 'The case {id} is not complete.',
    why: '{problem}',
    remedy: 'Fill in what a good answer must contain, or say `answerable: false`.',
    status: 422,
    retryable: false,
  },
  LEARN_CASE_TAKEN: {
    what: 'There is already a case {id}.',
    why: 'Ids stand for one question for ever, so that results can be compared.',
    remedy: 'Give the case another id.',
    status: 409,
    retryable: false,
  },
  LEARN_CASES_MISSING: {
    what: 'There is no file of cases {file}.',
    why: 'It does not exist below the project.',
    remedy: 'Give --cases FILE, a file like those of the evaluation set.',
    status: 400,
    retryable: false,
  },
  LEARN_ORDER_INVALID: {
    what: 'The proposal cannot be accepted like this.',
    why: '{problem}',
    remedy: 'Give --cases FILE --by "Your Name" --reason "...".',
    status: 400,
    retryable: false,
  },
});
