import type { IncomingHttpHeaders } from 'node:http';
import type { Access, ApiKey, Fault, SessionsDep } from '#kernel';
import type { ByteCaller, ByteListenerDeps } from '#platform/byte-server';
import { programFaults } from '../errors.ts';
import { bearerOf, sessionTokenOf } from './access.ts';
import type { IsForeign } from './foreign.ts';

export interface AdmitBytesDeps extends SessionsDep {
  /** The owner of a key; a promise only when it has to be looked up. */
  readonly authenticate: (key: string) => ApiKey | undefined | Promise<ApiKey | undefined>;
  readonly isForeign: IsForeign;
}

const session: ByteCaller = { actor: 'session', key: undefined };

const callerOf = (key: ApiKey | undefined): ByteCaller | Fault =>
  key === undefined ? programFaults.fault('PROGRAM_UNAUTHORISED') : { actor: key.id, key };

const keyOf = (headers: IncomingHttpHeaders): string | undefined => {
  const given = headers['x-api-key'];
  return bearerOf(headers.authorization) ?? (typeof given === 'string' ? given.slice(0, 200) : undefined);
};

/** Who may use a byte route: the owner of a key, whose limits apply, or else a console session. */
export const createAdmitBytes =
  ({ sessions, authenticate, isForeign }: AdmitBytesDeps): ByteListenerDeps['admit'] =>
  (headers, access: Exclude<Access, 'public'>) => {
    if (isForeign(headers.host ?? '', headers.origin))
      return { ...programFaults.fault('PROGRAM_UNAUTHORISED'), status: 403 };
    const key = access === 'session' ? undefined : keyOf(headers);
    if (key !== undefined) {
      const owner = authenticate(key);
      return owner instanceof Promise ? owner.then(callerOf) : callerOf(owner);
    }
    const token = access === 'api-key' ? undefined : sessionTokenOf(headers.cookie);
    if (token === undefined) return callerOf(undefined);
    return sessions.verify(token).then((isLive) => (isLive ? session : callerOf(undefined)));
  };
