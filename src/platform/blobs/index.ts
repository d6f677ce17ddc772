export { createBlobs } from './blobs.ts';
export { blobFaults } from './errors.ts';
