export { prepareDataDirectory } from './data-directory.ts';
export { errorCode, fileFault, fileFaults, systemError, systemFault } from './errors.ts';
export { createFiles, type FilesOptions } from './files.ts';
export { syncDirectory, writeAtomic, type WriteOptions } from './write-atomic.ts';
