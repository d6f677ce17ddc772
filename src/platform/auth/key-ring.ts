import { sql, type Kysely } from 'kysely';
import type { KeyDetails, KeyRingDep, NewKey } from '#kernel';
import { createRecordChange, type LedgerDeps, type Tables } from '#platform/postgres';
import { isLive, keyColumns, keyOfRow, keysWithScopes, makeSecret, type KeyRow } from './key-rows.ts';

const scopeOf = ({ organisation, team, models }: NewKey) => ({
  organisation: organisation ?? null,
  team: team ?? null,
  models: models === undefined ? null : [...models],
});

const findRow = async (db: Kysely<Tables>, project: string, id: string): Promise<KeyRow | undefined> => {
  const { rows } = await sql<KeyRow>`select ${keyColumns} from ${keysWithScopes}
    where k.project = ${project} and k.id = ${id} for update of k`.execute(db);
  return rows[0];
};

const createCreate = (deps: LedgerDeps, project: string): KeyRingDep['keyRing']['create'] => {
  const { clock, ids } = deps;
  const record = createRecordChange(deps, project);
  return async (wanted) => {
    const { name, actor, expiresAt } = wanted;
    const { key, prefix, hash } = makeSecret();
    const scope = scopeOf(wanted);
    const row = {
      id: ids.uuid(),
      name,
      prefix,
      hash,
      created_at: new Date(clock.now()),
      expires_at: expiresAt === undefined ? null : new Date(expiresAt),
      revoked_at: null,
    };
    await record(async (transaction) => {
      await transaction
        .insertInto('api_keys')
        .values({ project, ...row })
        .execute();
      await transaction
        .insertInto('api_key_scopes')
        .values({ project, key_id: row.id, ...scope })
        .execute();
      const payload = { name, prefix, ...scope };
      return { value: undefined, event: { actor, kind: 'key-create', subject: row.id, payload } };
    });
    return { ...keyOfRow({ ...row, ...scope }), key };
  };
};

const createFind =
  ({ database, clock }: LedgerDeps, project: string): KeyRingDep['keyRing']['find'] =>
  (id) =>
    database.retry(async (db): Promise<KeyDetails | undefined> => {
      const row = await findRow(db, project, id);
      if (row === undefined) return undefined;
      const secrets = await db
        .selectFrom('api_key_secrets')
        .select(['prefix', 'expires_at'])
        .where('project', '=', project)
        .where('key_id', '=', id)
        .where('expires_at', '>', new Date(clock.now()))
        .orderBy('expires_at')
        .execute();
      const earlier = secrets.map(({ prefix, expires_at }) => ({ prefix, until: expires_at.toISOString() }));
      return { ...keyOfRow(row), earlier };
    });

const createRotate = (deps: LedgerDeps, project: string): KeyRingDep['keyRing']['rotate'] => {
  const { clock } = deps;
  const record = createRecordChange(deps, project);
  return async ({ id, actor, graceMs }) => {
    const { key, prefix, hash } = makeSecret();
    const now = clock.now();
    const { value } = await record(async (transaction) => {
      const nothing = { value: undefined, event: undefined };
      const row = await findRow(transaction, project, id);
      if (row === undefined || !isLive(row, now)) return nothing;
      const stored = transaction.deleteFrom('api_key_secrets').where('project', '=', project);
      await stored.where('expires_at', '<=', new Date(now)).execute();
      if (graceMs > 0) {
        const until = new Date(now + graceMs);
        await transaction
          .insertInto('api_key_secrets')
          .values({ project, key_id: id, prefix: row.prefix, hash: row.hash, expires_at: until })
          .execute();
      }
      const changed = transaction.updateTable('api_keys').set({ prefix, hash }).where('project', '=', project);
      await changed.where('id', '=', id).execute();
      const payload = { from: row.prefix, to: prefix, graceMs };
      return { value: { ...row, prefix, hash }, event: { actor, kind: 'key-rotate', subject: id, payload } };
    });
    return value && { ...keyOfRow(value), key };
  };
};

/** Virtual keys of one project: scoped when they are made, rotated without an interruption. */
export const createKeyRing = (deps: LedgerDeps, project: string): KeyRingDep['keyRing'] => ({
  create: createCreate(deps, project),
  find: createFind(deps, project),
  rotate: createRotate(deps, project),
});
