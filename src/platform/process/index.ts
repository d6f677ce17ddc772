export { processFaults } from './errors.ts';
export { commandLine, processIdentity } from './identity.ts';
export { tryLock, waitForLock } from './lock.ts';
export { checkPort, freePort, listenFault } from './port.ts';
export { lockServer } from './server-lock.ts';
export { onShutdown } from './shutdown.ts';
export { supervise, type SuperviseOptions } from './supervise.ts';
