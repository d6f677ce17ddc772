import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where model files live: shared by every project and every clone of one user. */
export const modelsFolder = (environment: NodeJS.ProcessEnv): string => {
  const named = environment['THROUGHLINE_MODELS'];
  if (named !== undefined && named !== '') return resolve(named);
  const cache = environment['XDG_CACHE_HOME'];
  const base = cache === undefined || cache === '' ? join(homedir(), '.cache') : resolve(cache);
  return join(base, 'throughline', 'models');
};
