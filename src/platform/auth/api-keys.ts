import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256, type ApiKey, type ApiKeysDep } from '#kernel';
import { createRecordChange, type LedgerDeps, type Tables } from '#platform/postgres';

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const keyOfRow = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString(),
  revokedAt: row.revoked_at?.toISOString(),
});

const keyPattern = /^(tl_[\da-f]{12})_[\w-]{43}$/;

const columns = [
  'id',
  'name',
  'prefix',
  'hash',
  'created_at',
  'expires_at',
  'revoked_at',
] as const satisfies readonly (keyof Tables['api_keys'])[];

const isSameHash = (left: string, right: string): boolean =>
  timingSafeEqual(Buffer.from(left, 'hex'), Buffer.from(right, 'hex'));

const isLive = ({ expires_at, revoked_at }: KeyRow, now: number): boolean =>
  revoked_at === null && (expires_at === null || expires_at.getTime() > now);

type ApiKeys = ApiKeysDep['apiKeys'];

const createReaders = ({ database, clock }: LedgerDeps, project: string): Pick<ApiKeys, 'verify' | 'list'> => ({
  verify: async (key) => {
    const prefix = keyPattern.exec(key)?.[1];
    if (prefix === undefined) return undefined;
    const hash = sha256(key);
    const rows = await database.retry((sql) =>
      sql.selectFrom('api_keys').select(columns).where('project', '=', project).where('prefix', '=', prefix).execute(),
    );
    const found = rows.find((row) => isSameHash(row.hash, hash) && isLive(row, clock.now()));
    return found && keyOfRow(found);
  },
  list: () =>
    database.retry(async (sql) => {
      const query = sql.selectFrom('api_keys').select(columns).where('project', '=', project);
      return (await query.orderBy('created_at', 'desc').limit(1_000).execute()).map(keyOfRow);
    }),
});

/** Keys of one project's API. The key itself is shown once and never stored; making and revoking is in the ledger. */
export const createApiKeys = (deps: LedgerDeps, project: string): ApiKeys => {
  const { clock, ids } = deps;
  const record = createRecordChange(deps, project);
  return {
    ...createReaders(deps, project),
    create: async ({ name, actor, expiresAt }) => {
      const prefix = `tl_${randomBytes(6).toString('hex')}`;
      const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
      const row = {
        id: ids.uuid(),
        name,
        prefix,
        hash: sha256(key),
        created_at: new Date(clock.now()),
        expires_at: expiresAt === undefined ? null : new Date(expiresAt),
        revoked_at: null,
      };
      await record(async (transaction) => {
        await transaction
          .insertInto('api_keys')
          .values({ project, ...row })
          .execute();
        return { value: undefined, event: { actor, kind: 'key-create', subject: row.id, payload: { name, prefix } } };
      });
      return { ...keyOfRow(row), key };
    },
    revoke: async ({ id, actor }) => {
      const { value } = await record(async (transaction) => {
        const revoked = await transaction
          .updateTable('api_keys')
          .set({ revoked_at: new Date(clock.now()) })
          .where('project', '=', project)
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .returning('prefix')
          .executeTakeFirst();
        const event = revoked && { actor, kind: 'key-revoke', subject: id, payload: { prefix: revoked.prefix } };
        return { value: revoked !== undefined, event };
      });
      return value;
    },
  };
};
