import { createFaults } from '#kernel';

/** Faults of keys, limits and budgets. `retryAfter` is in seconds. */
export const limitFaults = createFaults({
  SERVE_RATE_LIMITED: {
    what: 'The {level} {subject} has used its {limit} {kind} of this minute.',
    why: 'Requests and tokens are counted in whole minutes (UTC) over all processes.',
    remedy: 'Send it again after {retryAfter} s, or raise the limit: throughline keys limit.',
    status: 429,
    retryable: true,
  },
  SERVE_TOO_MANY_AT_ONCE: {
    what: 'The {level} {subject} already has {limit} calls under way.',
    why: 'That is its limit of concurrent calls, over all processes.',
    remedy: 'Send it again when one has ended, or raise the limit: throughline keys limit.',
    status: 429,
    retryable: true,
  },
  SERVE_REQUEST_OVER_LIMIT: {
    what: 'The call needs about {needed} {kind}; the {level} {subject} is allowed {limit} in a minute.',
    why: 'It would not fit into an empty minute either.',
    remedy: 'Ask for fewer output tokens or send a shorter prompt, or raise the limit: throughline keys limit.',
    status: 429,
    retryable: false,
  },
  SERVE_BUDGET_SPENT: {
    what: 'The {level} {subject} has no budget left for this call in this {kind}.',
    why: 'Of {limitUsd} USD, {leftUsd} USD are neither spent nor held by calls under way, and this call may cost {neededUsd} USD.',
    remedy: 'Wait until the next {kind} begins (UTC, in {resetsIn} s), or raise the budget: throughline budgets set.',
    status: 429,
    retryable: false,
  },
  SERVE_LIMITS_UNAVAILABLE: {
    what: 'The limits of this key cannot be checked now.',
    why: 'The database does not answer, what was leased is used up, and `serve.gateway.limitsWithoutStore` says to refuse.',
    remedy: 'Send it again in a moment; `throughline doctor` says what is wrong with the database.',
    status: 503,
    retryable: true,
  },
  SERVE_KEY_UNKNOWN: {
    what: 'There is no live API key {id}.',
    why: 'It was never made here, has expired, or is revoked already.',
    remedy: 'List the keys: throughline keys list.',
    status: 404,
    retryable: false,
  },
  SERVE_LIMIT_INVALID: {
    what: 'The limit is not valid: {problem}.',
    why: 'A limit names whom it is for and a whole number, a budget an amount in US dollars.',
    remedy: 'See throughline keys limit --help or throughline budgets set --help.',
    status: 422,
    retryable: false,
  },
});
