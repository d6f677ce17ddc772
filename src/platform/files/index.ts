export { prepareDataDirectory } from './data-directory.ts';
export { errorCode, fileFault, fileFaults, systemError, systemFault } from './errors.ts';
export { createFiles } from './files.ts';
export { syncDirectory, writeAtomic } from './write-atomic.ts';
