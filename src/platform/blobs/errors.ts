import { createFaults } from '#kernel';

/** Faults of the blob store. */
export const { catalogue: blobFaults, fault: blobFault } = createFaults({
  PLATFORM_BLOB_DAMAGED: {
    what: 'The stored bytes of {hash} no longer match their hash.',
    why: 'The file {path} was changed or damaged on disk.',
    remedy: 'Restore it from a backup, or delete the file and run the stage that made it again.',
    status: 500,
    retryable: false,
  },
});
