import type { Access } from '#kernel';

/** Who a request comes from, as far as its credentials tell. */
export interface Identity {
  readonly session: boolean;
  /** Id of the API key. */
  readonly apiKey: string | undefined;
}

/** The actor that the route sees, or undefined when the route is closed to this identity. */
export const admit = (access: Access, identity: Identity): string | undefined => {
  if (identity.session && access !== 'api-key') return 'session';
  if (identity.apiKey !== undefined && (access === 'api-key' || access === 'session-or-api-key'))
    return identity.apiKey;
  return access === 'public' ? 'anonymous' : undefined;
};

const cookiePattern = /(?:^|;\s*)throughline_session=([\w-]{1,200})/;

/** The session token of a Cookie header. */
export const sessionTokenOf = (cookie: string | undefined): string | undefined => cookiePattern.exec(cookie ?? '')?.[1];

/** The key of an Authorization header. */
export const bearerOf = (authorization: string | undefined): string | undefined => {
  const given = authorization ?? '';
  return given.toLowerCase().startsWith('bearer ') ? given.slice(7).trim().slice(0, 200) : undefined;
};
