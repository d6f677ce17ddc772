import type { ApiKeysDep, KeyRingDep, SessionsDep } from '#kernel';
import { withLedger, type StoresDeps } from '#platform/postgres';
import { createApiKeys } from './api-keys.ts';
import { createKeyRing } from './key-ring.ts';
import { createSessions } from './sessions.ts';

/** API keys and console sessions of one project. */
export const createAuth = (storesDeps: StoresDeps, project: string): ApiKeysDep & KeyRingDep & SessionsDep => {
  const deps = withLedger(storesDeps);
  const keyRing = createKeyRing(deps, project);
  return { keyRing, apiKeys: createApiKeys({ ...deps, keyRing }, project), sessions: createSessions(deps, project) };
};
