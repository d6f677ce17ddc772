import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { sha256, type ApiKey } from '#kernel';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly organisation: string | null;
  readonly team: string | null;
  readonly models: string[] | null;
}

/** What a key row is made of, from `k` and its scope `c`. */
export const keyColumns = sql`k.id, k.name, k.prefix, k.hash, k.created_at, k.expires_at, k.revoked_at,
  c.organisation, c.team, c.models`;

/** Keys with their scopes, as `k` and `c`. */
export const keysWithScopes = sql`api_keys k left join api_key_scopes c on c.project = k.project and c.key_id = k.id`;

export const keyOfRow = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString(),
  revokedAt: row.revoked_at?.toISOString(),
  ...(row.organisation !== null && { organisation: row.organisation }),
  ...(row.team !== null && { team: row.team }),
  ...(row.models !== null && { models: row.models }),
});

const keyPattern = /^(tl_[\da-f]{12})_[\w-]{43}$/;

/** The part of a key by which its row is found; undefined when it cannot be a key. */
export const prefixOf = (key: string): string | undefined => keyPattern.exec(key)?.[1];

/** A new key, and what is stored of it. */
export const makeSecret = () => {
  const prefix = `tl_${randomBytes(6).toString('hex')}`;
  const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, prefix, hash: sha256(key) };
};

export const isSameHash = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'));

export const isLive = ({ expires_at, revoked_at }: KeyRow, now: number): boolean =>
  revoked_at === null && (expires_at === null || expires_at.getTime() > now);
