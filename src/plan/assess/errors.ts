import { createFaults } from '#kernel';

export const assessFaults = createFaults({
  ASSESS_NOTHING_FITS: {
    what: 'No strategy fits the answers of the assessment.',
    why: '{reasons}',
    remedy: 'Relax one of the named answers in `assess`, for instance `deployment` or `latencyMs`.',
    status: 422,
    retryable: false,
  },
});
