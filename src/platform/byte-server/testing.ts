import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { createFaults, type ApiKey, type ByteRoute } from '#kernel';
import { createByteListener, type ByteListenerDeps } from './byte-listener.ts';

const { fault } = createFaults({
  TEST_TOO_LARGE: { what: 'The body is too large.', why: '', remedy: '', status: 413, retryable: false },
  TEST_STALLED: { what: 'The body stopped coming.', why: '', remedy: '', status: 408, retryable: true },
  TEST_INTERNAL: { what: 'It broke: {message}', why: '', remedy: '', status: 500, retryable: true },
  TEST_UNAUTHORISED: { what: 'No key.', why: '', remedy: '', status: 401, retryable: false },
});

export const testKey: ApiKey = {
  id: 'key-1',
  name: 'test',
  prefix: 'tl_',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: undefined,
  revokedAt: undefined,
};

/** Admits who sends `Bearer test-key`, as `key`. */
export const testListenerDeps = (key: ApiKey = testKey): ByteListenerDeps => ({
  log: () => {},
  admit: ({ authorization, 'x-api-key': given }) =>
    authorization === 'Bearer test-key' || given === 'test-key' ? { actor: key.id, key } : fault('TEST_UNAUTHORISED'),
  faults: {
    tooLarge: () => fault('TEST_TOO_LARGE'),
    stalled: () => fault('TEST_STALLED'),
    internal: (message) => fault('TEST_INTERNAL', { message }),
  },
});

/** A server of byte routes on a free port that ends with the test. */
export const serveByteRoutes = async (
  context: Pick<TestContext, 'after'>,
  routes: readonly ByteRoute[],
  { deps = testListenerDeps(), bodyPatienceMs = 60_000 } = {},
): Promise<string> => {
  const listener = createByteListener(deps, { routes, bodyPatienceMs });
  const server = createServer((request, response) => {
    if (!listener(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};
