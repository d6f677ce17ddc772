import { createFaults } from '#kernel';

/** The faults of this stage. */
export const rolloutFaults = createFaults({
  ROLLOUT_NOTHING_RUNNING: {
    what: 'No rollout is running.',
    why: 'There is no canary beside the active release.',
    remedy: 'Start one with `throughline rollout start <release>`, or look at `throughline rollout status`.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_ALREADY_RUNNING: {
    what: 'A rollout is already running.',
    why: 'Rollout {rolloutId} has not been decided, and one release is compared with one other at a time.',
    remedy: 'Wait for its decision, or end it with `throughline rollout abort`.',
    status: 409,
    retryable: true,
  },
  ROLLOUT_NOTHING_BEFORE: {
    what: 'There is no release to go back to.',
    why: 'The active release is the first one.',
    remedy: 'Release another candidate instead.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_RELEASE_UNKNOWN: {
    what: 'There is no release {release}.',
    why: 'No single release has that name, or a hash that begins so. Releases: {known}.',
    remedy: 'Give the name of a release, or at least 6 digits of its hash.',
    status: 404,
    retryable: false,
  },
  ROLLOUT_RELEASE_LOST: {
    what: 'Release {release} is not in the store.',
    why: 'Its record was deleted, or is not stored yet by the run that made it.',
    remedy: 'Wait for the run, or restore a backup with `throughline restore`.',
    status: 404,
    retryable: true,
  },
  ROLLOUT_NEVER_RELEASED: {
    what: '"{name}" is a candidate that was never released.',
    why: 'Only what passed its readiness gates is released, and a run judges only the candidate that won the comparison.',
    remedy:
      'Try it with `throughline ask --model {name} "..."`. To release it, let it win: improve it, or leave out what beats it (`strategy.without`), then `throughline run`.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_ALREADY_ACTIVE: {
    what: 'Release {release} is already active.',
    why: 'It holds the same candidate as the active release.',
    remedy: 'Nothing to do.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_NO_ACTIVE: {
    what: 'Nothing is released yet.',
    why: 'A canary needs an active release to be compared with.',
    remedy: 'Run `throughline run` until a candidate passes its gates.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_NOT_JUDGED: {
    what: 'There is no candidate to release.',
    why: 'The readiness report names no candidate that is in the store.',
    remedy: 'Run `throughline run readiness`.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_CONTENDED: {
    what: 'The state of the rollout changed while it was being changed.',
    why: 'Another process decided at the same moment, {attempts} times.',
    remedy: 'Look at `throughline rollout status` and try again.',
    status: 409,
    retryable: true,
  },
  ROLLOUT_SIMULATED: {
    what: 'A simulated regression cannot be promoted.',
    why: 'Release {release} was made worse on purpose, to watch it being rolled back.',
    remedy: 'End it with `throughline rollout abort`.',
    status: 409,
    retryable: false,
  },
  ROLLOUT_ORDER_INVALID: {
    what: 'Who decides and why is missing.',
    why: 'A decision over a rollout stands in the ledger with a name and a reason of at least 3 characters.',
    remedy: 'Give --by "Your Name" --reason "...".',
    status: 400,
    retryable: false,
  },
  ROLLOUT_SIMULATE_USAGE: {
    what: 'The size of the simulation is not valid.',
    why: '--requests is 1 to 100,000, --rate 0.01 to 1000 requests a second.',
    remedy: 'Try `throughline simulate --requests 400 --rate 20`.',
    status: 400,
    retryable: false,
  },
  ROLLOUT_NO_QUESTIONS: {
    what: 'There are no questions to simulate with.',
    why: 'No evaluation set with development questions is in the store.',
    remedy: 'Run `throughline run evaluate` first.',
    status: 409,
    retryable: false,
  },
});
