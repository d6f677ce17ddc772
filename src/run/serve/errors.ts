import { createFaults } from '#kernel';

/** The faults of this stage. */
export const serveFaults = createFaults({
  SERVE_NO_RELEASE: {
    what: 'No release is being served.',
    why: 'No candidate has passed its readiness gates yet, so there is nothing that `throughline` may answer with.',
    remedy: 'Run `throughline run` and look at the readiness report; until then ask with the model `preview`.',
    status: 503,
    retryable: true,
  },
  SERVE_MODEL_UNKNOWN: {
    what: 'There is no model {model}.',
    why: 'Only `throughline` (the active release), `preview` and the candidates of this project are served.',
    remedy: 'Use model `throughline`, or one from GET /v1/models.',
    status: 404,
    retryable: false,
  },
  SERVE_NO_PREVIEW: {
    what: 'There is no candidate to preview.',
    why: 'No run has reached the strategy stage.',
    remedy: 'Run `throughline run` first.',
    status: 503,
    retryable: true,
  },
  SERVE_REQUEST_INVALID: {
    what: 'The request is not valid: {problem}',
    why: 'The body must be a chat completion request whose last user message holds text.',
    remedy: 'Send {"model":"throughline","messages":[{"role":"user","content":"..."}]}.',
    status: 400,
    retryable: false,
  },
  SERVE_NOTHING_TO_CHECK: {
    what: 'There is no candidate to check.',
    why: 'No readiness report names a candidate that is still in the store.',
    remedy: 'Run `throughline run readiness serve`.',
    status: 409,
    retryable: false,
  },
  SERVE_BUSY: {
    what: 'Too many requests are waiting.',
    why: '{running} are being answered and {waiting} wait; that is the limit of `serve.concurrency` and `serve.queue`.',
    remedy: 'Try again after {retryAfter} s, or raise the limits if the machine has room.',
    status: 429,
    retryable: true,
  },
  SERVE_ANSWER_FAILED: {
    what: 'The answer broke off.',
    why: 'The application failed in a way it does not describe: {problem}',
    remedy: 'Try again; if it stays, look at trace {traceId}.',
    status: 500,
    retryable: true,
  },
  SERVE_CLIENT_GONE: {
    what: 'The client closed the connection before the answer was whole.',
    why: 'The request was aborted.',
    remedy: 'Nothing to do, unless clients time out too early.',
    status: 499,
    retryable: true,
  },
  SERVE_KEYS_FLOODED: {
    what: 'The key was not looked up.',
    why: 'Too many keys that are not known here were tried within a second; those that are known go on being served.',
    remedy: 'Try again in a moment.',
    status: 503,
    retryable: true,
  },
  SERVE_FEEDBACK_LOST: {
    what: 'The feedback could not be stored.',
    why: 'The database did not take it: {problem}',
    remedy: 'Send it again.',
    status: 503,
    retryable: true,
  },
});
