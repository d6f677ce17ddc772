import { randomBytes } from 'node:crypto';
import { sha256, type ClockDep, type Session, type SessionsDep } from '#kernel';
import type { DatabaseDep } from '#platform/postgres';

const loginMs = 10 * 60 * 1_000;
const sessionMs = 7 * 24 * 60 * 60 * 1_000;

type Kind = 'login' | 'session';

/** Sign-in to the console: a login token from the terminal is exchanged once for a session. Only hashes are stored. */
export const createSessions = ({ database, clock }: DatabaseDep & ClockDep, project: string): SessionsDep['sessions'] => {
  const issue = (kind: Kind, lifetimeMs: number) => {
    const token = randomBytes(32).toString('base64url');
    const expires_at = new Date(clock.now() + lifetimeMs);
    return { row: { project, token_hash: sha256(token), kind, expires_at }, session: { token, expiresAt: expires_at.toISOString() } };
  };
  return {
    createLogin: async () => {
      const { row, session } = issue('login', loginMs);
      await database.retry(async (sql) => {
        await sql.deleteFrom('sessions').where('project', '=', project).where('expires_at', '<=', new Date(clock.now())).execute();
        await sql.insertInto('sessions').values(row).onConflict((conflict) => conflict.doNothing()).execute();
      });
      return session;
    },
    exchange: async (loginToken) => {
      const { row, session } = issue('session', sessionMs);
      return database.transaction(async (transaction): Promise<Session | undefined> => {
        const used = await transaction
          .deleteFrom('sessions')
          .where('project', '=', project)
          .where('token_hash', '=', sha256(loginToken))
          .where('kind', '=', 'login')
          .where('expires_at', '>', new Date(clock.now()))
          .returning('token_hash')
          .executeTakeFirst();
        if (!used) return undefined;
        await transaction.insertInto('sessions').values(row).execute();
        return session;
      });
    },
    verify: async (token) => {
      const found = await database.retry((sql) =>
        sql
          .selectFrom('sessions')
          .select('token_hash')
          .where('project', '=', project)
          .where('token_hash', '=', sha256(token))
          .where('kind', '=', 'session')
          .where('expires_at', '>', new Date(clock.now()))
          .executeTakeFirst(),
      );
      return found !== undefined;
    },
    end: async (token) => {
      await database.retry((sql) => sql.deleteFrom('sessions').where('project', '=', project).where('token_hash', '=', sha256(token)).execute());
    },
  };
};
