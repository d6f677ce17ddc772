import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { passThrough, testPassThrough } from '../test-pass-through.ts';
import { testProvider } from '../testing.ts';
import { testWire, type OpenWire } from '../test-wire.ts';
import { wireCard, wireDeps } from '../wire-card.ts';
import { createAnthropicServer } from '../wire-servers/anthropic.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { anthropicWire } from './anthropic.ts';
import { openLanguageModel } from './language-model.ts';

const price = { input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteLong: 6, output: 15 };

const open = async (script: WireScript): Promise<OpenWire> => {
  const server = createAnthropicServer({ apiKeys: ['sk-ant-good'], script });
  const baseUrl = `${await listenToWire({ after }, server)}/v1`;
  const card = wireCard('anthropic', { providerModel: 'claude-sonnet-4-5', price, endpoint: { baseUrl } });
  return { wire: anthropicWire, card, deps: wireDeps({ ANTHROPIC_API_KEY: 'sk-ant-good' }), calls: server.calls };
};

const imageSchema = z.object({
  messages: z.array(
    z.object({ content: z.array(z.looseObject({ source: z.object({ data: z.string() }).optional() })) }),
  ),
});

const cached = {
  inputTokens: 2304,
  cachedInputTokens: 2000,
  cacheWriteTokens: 300,
  cacheWriteLongTokens: 200,
  outputTokens: 9,
};

testWire({
  name: 'anthropic',
  open,
  price,
  wrongDeps: () => wireDeps({ ANTHROPIC_API_KEY: 'sk-ant-bad' }),
  kinds: { quota: 'credentials' },
  tellsWait: true,
  imageIn: (body) => {
    const contents = imageSchema.parse(body).messages.flatMap(({ content }) => content);
    return contents.find((part) => part.source !== undefined)?.source?.data;
  },
  golden: [
    // 1000 at 3 and 50 at 15 dollars a million.
    { name: 'plain', usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 50 }, costNano: 3_750_000 },
    // 4 at 3, 2000 at 0.3, 100 at 3.75, 200 at 6, 9 at 15.
    { name: 'cached', usage: cached, costNano: 2_322_000 },
  ],
});

testPassThrough({ name: 'anthropic', open, dialects: ['anthropic-messages'], usage: cached });

const chatOf = async (script: WireScript) => {
  const { card, deps } = await open(script);
  return openLanguageModel(deps, { card, wire: anthropicWire }, { retries: 1, firstWaitMs: 1 });
};

testProvider({
  name: 'anthropic',
  open: () => chatOf(() => ({ text: ['Hello, ', 'reader.'] })),
  openEmpty: () => chatOf(() => ({ text: [] })),
});

test('a client’s own version and betas go along; limits are counted from the date of the answer', async () => {
  const wire = await open(() => ({ text: ['Hello.'] }));
  const response = await passThrough(wire, 'anthropic-messages', false);
  assert.equal(wire.calls[0]?.headers['anthropic-version'], '2023-06-01');
  assert.deepEqual(anthropicWire.readLimits(Object.fromEntries(response.headers)), {
    remainingRequests: 49,
    remainingTokens: 59_000,
    resetMs: 1000,
  });
  const signed = await anthropicWire.sign(wire.deps, wire.card, {
    method: 'POST',
    url: 'https://api.anthropic.com/v1/messages',
    headers: { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'context-1m-2025-08-07' },
    body: new Uint8Array(),
  });
  assert.equal(signed.ok && signed.value.headers['anthropic-version'], '2026-10-21');
  assert.equal(signed.ok && signed.value.headers['anthropic-beta'], 'context-1m-2025-08-07');
});

test('errors in a stream have no status of their own', () => {
  const body = (type: string) => Buffer.from(JSON.stringify({ type: 'error', error: { type, message: 'x' } }));
  const kinds = ['overloaded_error', 'rate_limit_error', 'api_error'].map(
    (type) => anthropicWire.readError(502, {}, body(type)).kind,
  );
  assert.deepEqual(kinds, ['overloaded', 'limit', 'failed']);
  const filtered = Buffer.from(
    JSON.stringify({ error: { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' } }),
  );
  assert.equal(anthropicWire.readError(400, {}, filtered).kind, 'policy');
});
