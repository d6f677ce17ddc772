import type { ApiKey, ByteExchange, ByteReply, ByteRoute } from '#kernel';
import { encodeOpenAiError } from '../dialects/openai-error.ts';
import { problemOf } from '../dialects/problem-of.ts';
import { batchFaults } from './errors.ts';
import type { BatchCall, BatchCallDep, BatchReply } from './port.ts';

export interface CallRoutesDeps {
  /** The key as it is now; undefined when it is revoked or expired. */
  readonly findKey: (id: string) => Promise<ApiKey | undefined>;
}

interface Collected {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

const parse = (bytes: Buffer): BatchReply['body'] => {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return bytes.toString();
  }
};

const replyOf = ({ status, headers, bytes }: Collected): BatchReply => {
  const seconds = Number(headers['retry-after']);
  return {
    status,
    requestId: headers['x-request-id'] ?? headers['x-throughline-trace-id'] ?? '',
    body: parse(bytes),
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
  };
};

/** The side of an exchange that keeps what is written, in place of a client. */
const collectReply = (signal: AbortSignal) => {
  const { promise, resolve, reject } = Promise.withResolvers<Collected>();
  let [status, headers]: [number, Readonly<Record<string, string>>] = [500, {}];
  const chunks: Buffer[] = [];
  let onGone = (): void => {};
  const gone = (): void => {
    onGone();
    reject(new Error('the call was aborted'));
  };
  signal.addEventListener('abort', gone);
  const reply: ByteReply = {
    writeHead: (given, givenHeaders) => {
      [status, headers] = [given, givenHeaders];
    },
    write: (bytes) => chunks.push(Buffer.from(bytes)) > 0,
    onDrain: () => {},
    end: (bytes = '') => {
      chunks.push(Buffer.from(bytes));
      resolve({ status, headers, bytes: Buffer.concat(chunks) });
    },
    destroy: () => reject(new Error('the answer broke off')),
    onGone: (listener) => {
      onGone = listener;
    },
  };
  return { reply, collected: promise.finally(() => signal.removeEventListener('abort', gone)) };
};

const callRoute = async (route: ByteRoute, call: BatchCall, key: ApiKey | undefined): Promise<BatchReply> => {
  const { reply, collected } = collectReply(call.signal);
  const exchange: ByteExchange = {
    params: {},
    url: call.endpoint,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(call.body)),
    actor: call.keyId,
    key,
    reply,
  };
  const handled = Promise.resolve(route.handle(exchange));
  // What the handler throws ends the call; what it answers does not wait for its last steps.
  return replyOf(await Promise.race([collected, handled.then(() => collected)]));
};

const sessionActor = 'session';

/** Lines of batches go through the same routes as calls of clients: the same limits, caches, routing and accounts. */
export const callRoutes = (routes: readonly ByteRoute[], { findKey }: CallRoutesDeps): BatchCallDep => {
  const byPath = new Map(routes.filter(({ method }) => method === 'POST').map((route) => [route.path, route]));
  return {
    callGateway: async (call) => {
      const route = byPath.get(call.endpoint);
      if (route === undefined) throw new Error(`nothing answers ${call.endpoint}`);
      const key = call.keyId === sessionActor ? undefined : await findKey(call.keyId);
      if (key !== undefined || call.keyId === sessionActor) return callRoute(route, call, key);
      const { status, headers, body } = encodeOpenAiError(problemOf(batchFaults.fault('SERVE_BATCH_KEY_GONE')));
      return replyOf({ status, headers, bytes: Buffer.from(body) });
    },
  };
};
