import { createFaults } from '#kernel';

export const operateFaults = createFaults({
  OPERATE_TARGET_NOT_EMPTY: {
    what: 'The project {project} already has data here.',
    why: 'Restoring over it would mix two histories.',
    remedy: 'Restore into another data directory with --data DIR, or give --force to replace what is here.',
    status: 409,
    retryable: false,
  },
  OPERATE_BACKUP_BROKEN: {
    what: 'The backup {file} cannot be used: {problem}.',
    why: 'Every entry is checked against the manifest before anything is written.',
    remedy: 'Use another backup; nothing was changed here.',
    status: 422,
    retryable: false,
  },
  OPERATE_BACKUP_OTHER_PROJECT: {
    what: 'The backup {file} belongs to the project {found}, not to {wanted}.',
    why: 'Records are kept by project name.',
    remedy: 'Restore it with --project pointing to that project.',
    status: 422,
    retryable: false,
  },
});
