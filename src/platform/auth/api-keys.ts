import { sql } from 'kysely';
import { sha256, type ApiKeysDep, type KeyRingDep } from '#kernel';
import { createRecordChange, type LedgerDeps } from '#platform/postgres';
import { isLive, isSameHash, keyColumns, keyOfRow, keysWithScopes, prefixOf, type KeyRow } from './key-rows.ts';

type ApiKeys = ApiKeysDep['apiKeys'];

/** Rows that a prefix leads to: by the newest secret, or by an earlier one that a rotation still allows. */
const findByPrefix = async ({ database, clock }: LedgerDeps, project: string, prefix: string) => {
  const { rows } = await database.retry((db) =>
    sql<KeyRow & { readonly secret_hash: string }>`
      select ${keyColumns}, k.hash as secret_hash from ${keysWithScopes}
        where k.project = ${project} and k.prefix = ${prefix}
      union all
      select ${keyColumns}, s.hash as secret_hash from api_key_secrets s
        join (${keysWithScopes}) on k.project = s.project and k.id = s.key_id
        where s.project = ${project} and s.prefix = ${prefix} and s.expires_at > ${new Date(clock.now())}
    `.execute(db),
  );
  return rows;
};

/** Keys of one project's API. The key itself is shown once and never stored; making and revoking is in the ledger. */
export const createApiKeys = (deps: LedgerDeps & KeyRingDep, project: string): ApiKeys => {
  const { clock, database, keyRing } = deps;
  const record = createRecordChange(deps, project);
  return {
    create: keyRing.create,
    verify: async (key) => {
      const prefix = prefixOf(key);
      if (prefix === undefined) return undefined;
      const hash = sha256(key);
      const rows = await findByPrefix(deps, project, prefix);
      const found = rows.find((row) => isSameHash(row.secret_hash, hash) && isLive(row, clock.now()));
      return found && keyOfRow(found);
    },
    list: () =>
      database.retry(async (db) => {
        const { rows } = await sql<KeyRow>`select ${keyColumns} from ${keysWithScopes}
          where k.project = ${project} order by k.created_at desc limit 1000`.execute(db);
        return rows.map(keyOfRow);
      }),
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
