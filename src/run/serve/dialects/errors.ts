import { createFaults } from '#kernel';

/** Faults of translating between APIs. */
export const dialectFaults = createFaults({
  SERVE_BODY_INVALID: {
    what: 'The body is not valid: {problem}',
    why: 'It does not fit the {api} API.',
    remedy: 'Correct `{path}` and send it again.',
    status: 400,
    retryable: false,
  },
  SERVE_FIELD_UNSUPPORTED: {
    what: '`{path}` is not supported for this model.',
    why: '{why}',
    remedy: '{remedy}',
    status: 400,
    retryable: false,
  },
  SERVE_STREAM_CUT: {
    what: 'The answer broke off.',
    why: 'The provider ended it without saying that it was whole: {problem}',
    remedy: 'Ask again; what has been sent is not the whole answer.',
    status: 502,
    retryable: true,
  },
  SERVE_PROVIDER_FAILED: {
    what: 'The provider did not answer.',
    why: '{problem}',
    remedy: 'Ask again, or another model.',
    status: 502,
    retryable: true,
  },
});
