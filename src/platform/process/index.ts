export { processFaults } from './errors.ts';
export { commandLine, processIdentity } from './identity.ts';
export { tryLock, waitForLock, type Lock, type LockHolder } from './lock.ts';
export { checkPort, freePort } from './port.ts';
export { lockServer } from './server-lock.ts';
export { onShutdown, type ShutdownOptions } from './shutdown.ts';
