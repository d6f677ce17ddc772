import { Pool, TypeOverrides, type PoolClient, type PoolConfig } from 'pg';

export interface PoolOptions {
  /** Asked before each new connection, because an embedded server may come back on another port. */
  readonly connection: () => PoolConfig;
  readonly size?: number;
}

/** What Kysely's dialect asks of a pool. */
export interface ConnectionPool {
  readonly connect: () => Promise<PoolClient>;
  readonly end: () => Promise<void>;
  readonly options: object;
}

const bigintType = 20;

const typesWithNumbers = (): TypeOverrides => {
  const types = new TypeOverrides();
  types.setTypeParser(bigintType, Number);
  return types;
};

const settings = (size: number): PoolConfig => ({
  max: size,
  types: typesWithNumbers(),
  application_name: 'throughline',
  connectionTimeoutMillis: 10_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 120_000,
  allowExitOnIdle: true,
  keepAlive: true,
});

/** A pool of connections. When the address changes, a new pool is made and the old one drains. */
export const createPool = ({ connection, size = 10 }: PoolOptions): ConnectionPool => {
  let key = '';
  let pool: Pool | undefined;
  const current = (): Pool => {
    const wanted = connection();
    const wantedKey = JSON.stringify(wanted);
    if (pool && wantedKey === key) return pool;
    void pool?.end();
    key = wantedKey;
    pool = new Pool({ ...settings(size), ...wanted });
    // A lost idle connection is no event: the next one is made on demand.
    pool.on('error', () => undefined);
    // One that is lost while it is in use fails the query; without a listener it would also end the process.
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  };
  return {
    options: {},
    connect: () => current().connect(),
    end: async () => {
      await pool?.end();
      pool = undefined;
    },
  };
};
