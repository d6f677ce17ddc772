import { createFaults, FaultError, type Fault } from '#kernel';

/** Faults of the file system. */
export const { catalogue: fileFaults, fault: fileFault } = createFaults({
  PLATFORM_NOT_WRITABLE: {
    what: 'Cannot write to {path}.',
    why: 'The user that runs the program has no write permission there ({reason}).',
    remedy: 'Give that user write permission, or choose another data directory with --data DIR.',
    status: 500,
    retryable: false,
  },
  PLATFORM_NOT_READABLE: {
    what: 'Cannot read {path}.',
    why: 'The user that runs the program has no permission to read it ({reason}).',
    remedy: 'Give that user read permission, or point the project file elsewhere.',
    status: 500,
    retryable: false,
  },
  PLATFORM_DISK_FULL: {
    what: 'The disk that holds {path} is full.',
    why: 'The operating system reported that no space is left ({reason}).',
    remedy:
      'Free some space, or choose a data directory on another disk with --data DIR. Nothing that was already stored is lost.',
    status: 507,
    retryable: true,
  },
  PLATFORM_FILE_TOO_LARGE: {
    what: '{path} is larger than {limit} bytes.',
    why: 'Files are read whole, so there is a limit.',
    remedy: 'Split the file, or leave it out of the sources.',
    status: 413,
    retryable: false,
  },
  PLATFORM_TOO_MANY_FILES: {
    what: 'More than {limit} files match below {path}.',
    why: 'The list of files is held in memory, so there is a limit.',
    remedy: 'Narrow the patterns.',
    status: 413,
    retryable: false,
  },
});

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);
const deniedCodes = new Set(['EACCES', 'EPERM', 'EROFS']);

/** The `code` of a failed system call, when the thrown value has one. */
export const errorCode = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;

/** The fault that a failed read or write stands for; undefined when it is none that a user can act on. */
export const systemFault = (thrown: unknown, path: string, access: 'read' | 'write' = 'write'): Fault | undefined => {
  const reason = errorCode(thrown) ?? '';
  if (fullCodes.has(reason)) return fileFault('PLATFORM_DISK_FULL', { path, reason });
  if (!deniedCodes.has(reason)) return undefined;
  return fileFault(access === 'read' ? 'PLATFORM_NOT_READABLE' : 'PLATFORM_NOT_WRITABLE', { path, reason });
};

/** What to throw for a failed read or write: the fault when there is one, else the error itself. */
export const systemError = (thrown: unknown, path: string, access: 'read' | 'write' = 'write'): unknown => {
  const fault = systemFault(thrown, path, access);
  return fault ? new FaultError(fault, { cause: thrown }) : thrown;
};
