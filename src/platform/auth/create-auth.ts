import type { ApiKeysDep, SessionsDep } from '#kernel';
import { withLedger, type StoresDeps } from '#platform/postgres';
import { createApiKeys } from './api-keys.ts';
import { createSessions } from './sessions.ts';

/** API keys and console sessions of one project. */
export const createAuth = (storesDeps: StoresDeps, project: string): ApiKeysDep & SessionsDep => {
  const deps = withLedger(storesDeps);
  return { apiKeys: createApiKeys(deps, project), sessions: createSessions(deps, project) };
};
