import { Pool } from 'undici';

export interface PoolOptions {
  /** Connections to one origin at once. */
  readonly connections: number;
  /** Origins; the one unused for longest is closed beyond this. */
  readonly origins: number;
  readonly maximumHeaderBytes: number;
}

/** The connections to one origin. */
export interface Origin {
  readonly pool: Pool;
  readonly keepAliveMs: number;
  /** True from the moment a connection opens until its first request is written, which happens in the same tick. */
  isFresh: boolean;
  /** Calls that are not yet finished. */
  inFlight: number;
  /** Calls that wait for a connection. */
  waiting: number;
}

/** Where a URL leads. */
export interface Destination {
  readonly origin: Origin;
  readonly path: string;
}

const maximumUrls = 2_000;
const longestKeepAliveMs = 300_000;
const connectTimeoutMs = 30_000;

const openOrigin = (url: string, keepAliveMs: number, options: PoolOptions): Origin => {
  const pool = new Pool(url, {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    connectTimeout: connectTimeoutMs,
    // A hint of the server (`keep-alive: timeout=5`) shortens or lengthens it; it is trusted but for a second.
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: longestKeepAliveMs,
    keepAliveTimeoutThreshold: 1_000,
    maxHeaderSize: options.maximumHeaderBytes,
    // Every wait is bounded by the call's own timer, which knows its phase.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const origin: Origin = { pool, keepAliveMs, isFresh: false, inFlight: 0, waiting: 0 };
  pool.on('connect', () => {
    origin.isFresh = true;
    queueMicrotask(() => {
      origin.isFresh = false;
    });
  });
  return origin;
};

/** One pool for each origin, opened with its first call. */
export const createPools = (options: PoolOptions) => {
  const originsByName = new Map<string, Origin>();
  const destinationsByUrl = new Map<string, Destination>();

  const closeOldest = (): void => {
    for (const [name, origin] of originsByName) {
      if (originsByName.size <= options.origins) return;
      if (origin.inFlight > 0) continue;
      originsByName.delete(name);
      destinationsByUrl.clear();
      void origin.pool.destroy();
    }
  };

  const find = (url: string, keepAliveMs: number): Destination | undefined => {
    if (!URL.canParse(url)) return undefined;
    const { origin: address, pathname, search } = new URL(url);
    const name = `${address} ${keepAliveMs}`;
    const origin = originsByName.get(name) ?? openOrigin(address, keepAliveMs, options);
    originsByName.delete(name);
    originsByName.set(name, origin);
    closeOldest();
    if (destinationsByUrl.size >= maximumUrls) destinationsByUrl.clear();
    const destination = { origin, path: pathname + search };
    destinationsByUrl.set(url, destination);
    return destination;
  };

  return {
    /** The pool and the path of a URL; undefined when it is none. */
    destinationOf: (url: string, keepAliveMs: number): Destination | undefined => {
      const known = destinationsByUrl.get(url);
      return known?.origin.keepAliveMs === keepAliveMs ? known : find(url, keepAliveMs);
    },
    close: async (): Promise<void> => {
      await Promise.all([...originsByName.values()].map(({ pool }) => pool.destroy()));
    },
  };
};
