import { createFaults } from '#kernel';

/** Faults of the accounts. */
export const accountFaults = createFaults({
  PLATFORM_ACCOUNTS_REFUSED: {
    what: 'The database refused a batch of accounts: {reason}.',
    why: 'A line of a write-ahead file is broken, or holds what PostgreSQL cannot store.',
    remedy: 'Nothing to do: each line is tried alone, and the broken ones are counted and left out.',
    status: 500,
    retryable: false,
  },
});
