import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKey, ByteExchange, ByteRoute } from '#kernel';
import { callRoutes } from './call-routes.ts';

const key: ApiKey = {
  id: 'k1',
  name: 'test',
  prefix: 'tl_',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: undefined,
  revokedAt: undefined,
};

const route = (handle: (exchange: ByteExchange) => void | Promise<void>): ByteRoute => ({
  method: 'POST',
  path: '/v1/chat/completions',
  access: 'api-key',
  summary: '',
  maximumBodyBytes: 1,
  renderFault: () => ({ headers: {}, body: '' }),
  handle,
});

const call = (handle: Parameters<typeof route>[0], keyId = 'k1', signal = new AbortController().signal) =>
  callRoutes([route(handle)], { findKey: async (id) => (id === 'k1' ? key : undefined) }).callGateway({
    endpoint: '/v1/chat/completions',
    dialect: 'openai-chat',
    body: { model: 'm' },
    keyId,
    signal,
  });

test('a line reaches the route as a client’s call does, with its key', async () => {
  const reply = await call(({ body, key: given, reply: out }) => {
    assert.deepEqual([Buffer.from(body).toString(), given?.id], ['{"model":"m"}', 'k1']);
    out.writeHead(429, { 'retry-after': '2', 'x-throughline-trace-id': 't1' });
    out.write('{"a"');
    out.end(':1}');
  });
  assert.deepEqual(reply, { status: 429, requestId: 't1', body: { a: 1 }, retryAfterMs: 2_000 });
});

test('a revoked key opens nothing', async () => {
  assert.equal((await call(() => assert.fail('called'), 'gone')).status, 401);
});

test('an answer that breaks off, an abort and an error are errors', async () => {
  await assert.rejects(
    call(({ reply }) => reply.destroy()),
    /broke off/,
  );
  await assert.rejects(
    call(() => Promise.reject(new Error('bug'))),
    /bug/,
  );
  const controller = new AbortController();
  let isGone = false;
  const aborted = call(
    ({ reply }) => {
      reply.onGone(() => {
        isGone = true;
      });
      setImmediate(() => controller.abort());
    },
    'k1',
    controller.signal,
  );
  await assert.rejects(aborted, /aborted/);
  assert.ok(isGone);
});
