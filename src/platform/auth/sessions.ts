import { randomBytes } from 'node:crypto';
import { sql, type SqlBool } from 'kysely';
import { sha256, type ClockDep, type Session, type SessionsDep } from '#kernel';
import type { DatabaseDep } from '#platform/postgres';

const loginMs = 10 * 60 * 1_000;
const sessionMs = 7 * 24 * 60 * 60 * 1_000;

type Kind = 'login' | 'session';

const issue = (project: string, kind: Kind, issuedAt: number) => {
  const token = randomBytes(32).toString('base64url');
  const expires_at = new Date(issuedAt + (kind === 'login' ? loginMs : sessionMs));
  return {
    row: { project, token_hash: sha256(token), kind, expires_at },
    session: { token, expiresAt: expires_at.toISOString() },
  };
};

/** The live row of a token: it has the kind that is asked for and has not expired. */
const matches = (project: string, token: string, { kind, now }: { readonly kind: Kind; readonly now: number }) =>
  sql<SqlBool>`project = ${project} and token_hash = ${sha256(token)} and kind = ${kind} and expires_at > ${new Date(now)}`;

/** Sign-in to the console: a login token from the terminal is exchanged once for a session. Only hashes are stored. */
export const createSessions = (
  { database, clock }: DatabaseDep & ClockDep,
  project: string,
): SessionsDep['sessions'] => ({
  createLogin: async () => {
    const { row, session } = issue(project, 'login', clock.now());
    await database.retry(async (db) => {
      const expired = db.deleteFrom('sessions').where('project', '=', project);
      await expired.where('expires_at', '<=', new Date(clock.now())).execute();
      const added = db.insertInto('sessions').values(row);
      await added.onConflict((conflict) => conflict.doNothing()).execute();
    });
    return session;
  },
  exchange: (loginToken) => {
    const { row, session } = issue(project, 'session', clock.now());
    return database.transaction(async (transaction): Promise<Session | undefined> => {
      const used = await transaction
        .deleteFrom('sessions')
        .where(matches(project, loginToken, { kind: 'login', now: clock.now() }))
        .returning('token_hash')
        .executeTakeFirst();
      if (!used) return undefined;
      await transaction.insertInto('sessions').values(row).execute();
      return session;
    });
  },
  verify: async (token) => {
    const isLive = matches(project, token, { kind: 'session', now: clock.now() });
    const found = await database.retry((db) =>
      db.selectFrom('sessions').select('token_hash').where(isLive).executeTakeFirst(),
    );
    return found !== undefined;
  },
  end: async (token) => {
    const hash = sha256(token);
    await database.retry((db) =>
      db.deleteFrom('sessions').where('project', '=', project).where('token_hash', '=', hash).execute(),
    );
  },
});
