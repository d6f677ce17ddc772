import { createKeyCache } from '#run/serve';
import type { Program } from '../open-program.ts';
import { createAdmitBytes } from './admit-bytes.ts';
import { createIsForeign } from './foreign.ts';
import { createIdentify } from './mount-routes.ts';

/** Both ways to check credentials, on one cache of keys. */
export const createChecks = (program: Program) => {
  const { authenticate } = createKeyCache(program);
  const isForeign = createIsForeign((process.env['THROUGHLINE_HOSTS'] ?? '').split(',').filter(Boolean));
  const verify = async (key: string) => authenticate(key);
  return {
    isForeign,
    identify: createIdentify({ ...program, apiKeys: { ...program.apiKeys, verify } }),
    admitBytes: createAdmitBytes({ ...program, authenticate, isForeign }),
  };
};
