import { Kysely, PostgresDialect, sql as raw, type Transaction } from 'kysely';
import type { PoolConfig } from 'pg';
import { err, FaultError, isFaultError, ok, type Fault, type LogDep, type Result } from '#kernel';
import { errorCode } from '#platform/files';
import { openServer, type EmbeddedServer } from './embedded/server.ts';
import { postgresFault } from './errors.ts';
import { migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import { withRetry, type RetryOptions } from './retry.ts';
import type { Tables } from './tables.ts';

/** An open database whose schema is up to date. */
export interface Database {
  /** For single statements. Getting a connection is retried; a statement that was sent is not. */
  readonly sql: Kysely<Tables>;
  /** Repeats idempotent work while the database is away, at most about 30 seconds. */
  readonly retry: <Value>(work: (sql: Kysely<Tables>) => Promise<Value>) => Promise<Value>;
  /** One transaction; repeated like `retry`, so a second execution after a commit must be harmless. */
  readonly transaction: <Value>(work: (transaction: Transaction<Tables>) => Promise<Value>) => Promise<Value>;
  /** For libraries that bring their own connections. Holds the password: never log it. */
  readonly url: () => string;
  /** Asks the server once, without retries: its version, or a rejection when it does not answer. */
  readonly version: () => Promise<string>;
  /** Undefined with DATABASE_URL. */
  readonly serverPid: () => number | undefined;
  readonly close: () => Promise<void>;
}

/** For factories that take the database by name. */
export interface DatabaseDep {
  readonly database: Database;
}

export interface DatabaseOptions {
  readonly dataDirectory: string;
  /** Undefined or empty: the embedded server. `process.env.DATABASE_URL` when absent. */
  readonly url?: string | undefined;
  readonly log?: LogDep['log'];
  readonly poolSize?: number;
  readonly patienceMs?: number;
  /** False only in tests. */
  readonly durable?: boolean;
}

interface Source {
  readonly connection: () => PoolConfig;
  readonly label: () => string;
  readonly url: () => string;
  readonly recover: () => Promise<void>;
  readonly pid: () => number | undefined;
  readonly close: () => Promise<void>;
}

const externalSource = (url: string): Result<Source, Fault> => {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    return err(postgresFault('PLATFORM_DATABASE_URL', { reason: 'It is not a postgres:// address.' }));
  }
  const nothing = (): Promise<void> => Promise.resolve();
  return ok({
    connection: () => ({ connectionString: url }),
    label: () => new URL(url).host,
    url: () => url,
    recover: nothing,
    pid: () => undefined,
    close: nothing,
  });
};

const embeddedSource = (server: EmbeddedServer): Source => ({
  connection: server.address,
  label: () => `127.0.0.1:${server.address().port}`,
  url: () => {
    const { user, password, host, port, database } = server.address();
    return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  },
  recover: async () => {
    const ensured = await server.ensure();
    if (!ensured.ok) throw new FaultError(ensured.error);
  },
  pid: server.pid,
  close: server.close,
});

const openSource = async (options: DatabaseOptions): Promise<Result<Source, Fault>> => {
  const url = 'url' in options ? options.url : process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return externalSource(url);
  const { dataDirectory, log, durable } = options;
  const server = await openServer(dataDirectory, { ...(log && { log }), ...(durable !== undefined && { durable }) });
  return server.ok ? ok(embeddedSource(server.value)) : server;
};

const createDatabase = (source: Source, { poolSize, patienceMs }: DatabaseOptions): Database => {
  const retryOptions: RetryOptions = {
    address: source.label,
    recover: source.recover,
    ...(patienceMs !== undefined && { patienceMs }),
  };
  const pool = createPool({ connection: source.connection, ...(poolSize !== undefined && { size: poolSize }) });
  const connect = () => withRetry(retryOptions, pool.connect);
  const sql = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { ...pool, connect } }) });
  return {
    sql,
    retry: (work) => withRetry(retryOptions, () => work(sql)),
    transaction: (work) => withRetry(retryOptions, () => sql.transaction().execute(work)),
    version: async () => {
      const { rows } = await raw<{ server_version: string }>`show server_version`.execute(sql);
      return rows[0]?.server_version ?? 'unknown';
    },
    url: source.url,
    serverPid: source.pid,
    close: async () => {
      await sql.destroy();
      await source.close();
    },
  };
};

const authenticationCodes = new Set(['28P01', '28000', '3D000']);

const openFault = (thrown: unknown, options: DatabaseOptions): Fault | undefined => {
  if (isFaultError(thrown)) return thrown.fault;
  // `pg` reports a missing password as an error without a code.
  const isRefused =
    authenticationCodes.has(errorCode(thrown) ?? '') || (thrown instanceof Error && thrown.message.startsWith('SASL'));
  if (!isRefused) return undefined;
  return options.url
    ? postgresFault('PLATFORM_DATABASE_URL', { reason: 'The server refused the user, password or database name.' })
    : postgresFault('PLATFORM_POSTGRES_PASSWORD', { path: `${options.dataDirectory}/postgres-password` });
};

/** Opens the database: joins or starts the embedded server (or uses DATABASE_URL), then migrates. */
export const openDatabase = async (options: DatabaseOptions): Promise<Result<Database, Fault>> => {
  const source = await openSource(options);
  if (!source.ok) return source;
  const database = createDatabase(source.value, options);
  try {
    const migrated = await database.retry(migrate);
    if (migrated.ok) return ok(database);
    await database.close();
    return migrated;
  } catch (thrown) {
    await database.close();
    const fault = openFault(thrown, options);
    if (fault) return err(fault);
    throw thrown;
  }
};
