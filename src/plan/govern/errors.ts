import { createFaults } from '#kernel';

/** The faults of this stage. */
export const governFaults = createFaults({
  GOVERN_POLICY_MISSING: {
    what: 'The data source {source} has no policy.',
    why: 'Nobody has said who owns {source}, on which lawful basis it is used, how long it is kept and what it may be used for.',
    remedy:
      'Add `govern.sources.{source}` to the project file with owner, classification, lawfulBasis, retention and allowedUses.',
    status: 422,
    retryable: false,
  },
  GOVERN_USE_NOT_ALLOWED: {
    what: 'The policy of the data source {source} does not allow {use}.',
    why: '`govern.sources.{source}.allowedUses` is {allowed}.',
    remedy: 'Ask the owner, {owner}, and add "{use}" to allowedUses, or take the source out of `data.sources`.',
    status: 422,
    retryable: false,
  },
  GOVERN_RETENTION_INVALID: {
    what: 'The retention {retention} is not a number of whole days.',
    why: 'Retention is an ISO 8601 duration in days, for instance P365D, of at most 36,500 days.',
    remedy: 'Write the retention as P<days>D.',
    status: 422,
    retryable: false,
  },
});
