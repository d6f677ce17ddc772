import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { wireOf } from '#build/models';
import { createBedrockServer, createGoogleServer, listenToWire, type WireScript } from '#build/models/testing';
import { openGateway, testCard } from './testing.ts';

const variables: Readonly<Record<string, string>> = {
  AWS_BEARER_TOKEN_BEDROCK: 'good',
  GEMINI_API_KEY: 'good',
};
const [google, bedrock] = [wireOf({ provider: 'google' }), wireOf({ provider: 'amazon-bedrock' })];
const wires = { ...(google && { google }), ...(bedrock && { 'amazon-bedrock': bedrock }) };

const open = async (context: TestContext, script: WireScript, environment = variables) => {
  const account = { accessKeyId: 'none', secretAccessKey: 'none', region: 'eu-central-1' };
  const bedrockServer = createBedrockServer({ account, bearerTokens: ['good'], script, now: () => Date.now() });
  const googleServer = createGoogleServer({ apiKeys: ['good'], script });
  const [onBedrock, onGoogle] = await Promise.all([
    listenToWire(context, bedrockServer),
    listenToWire(context, googleServer),
  ]);
  const price = { input: 1, cachedInput: 0.1, output: 4 };
  const nova = testCard('nova', onBedrock, {
    provider: 'amazon-bedrock',
    providerModel: 'amazon.nova-pro-v1:0',
    regions: ['eu-central-1'],
    price,
  });
  const gemini = testCard('gemini', `${onGoogle}/v1beta`, {
    provider: 'google',
    providerModel: 'gemini-2.5-flash',
    price,
  });
  const targets = [{ model: 'gemini' }, { model: 'nova' }];
  const config = { models: ['*'], routes: { both: { targets, retry: { retries: 0 } } } };
  const gateway = await openGateway(context, {
    cards: [nova, gemini],
    config,
    wires,
    deps: { environment: { read: (name) => environment[name] } },
  });
  const post = (path: string, body: object, signal?: AbortSignal) =>
    fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
  return { gateway, post, bedrockServer, googleServer };
};

const messages = [{ role: 'user', content: 'Say hello.' }];
const usage = { inputTokens: 100, cachedInputTokens: 40, outputTokens: 50 };

test('a client of the OpenAI dialect talks to Bedrock, and pays what Bedrock counts', async (context) => {
  const { gateway, post } = await open(context, () => ({ text: ['Hel', 'lo.'], usage }));
  const whole = await post('/v1/chat/completions', { model: 'nova', messages });
  assert.match(await whole.text(), /"content":"Hello\."/);
  const stream = await post('/v1/chat/completions', { model: 'nova', messages, stream: true });
  const events = await stream.text();
  assert.match(events, /"Hel"[^]*"lo\."[^]*\[DONE\]/);
  await gateway.accounted(2);
  // 60 at 1, 40 at 0.1, 50 at 4 dollars a million.
  assert.deepEqual(
    gateway.accounts.map(({ costNano, outcome, estimated }) => [costNano, outcome, estimated]),
    [
      [264_000, 'ok', false],
      [264_000, 'ok', false],
    ],
  );
});

test('a client of the Messages dialect talks to Gemini; one of the OpenAI dialect passes through', async (context) => {
  const { gateway, post, googleServer } = await open(context, () => ({ text: ['Hel', 'lo.'], usage }));
  const message = await post('/v1/messages', { model: 'gemini', max_tokens: 50, messages, stream: true });
  assert.match(await message.text(), /event: content_block_delta[^]*event: message_stop/);
  const chat = await post('/v1/chat/completions', { model: 'gemini', messages, stream: true });
  assert.match(await chat.text(), /"Hel"[^]*\[DONE\]/);
  assert.deepEqual(
    googleServer.calls.map(({ path }) => path),
    ['/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse', '/v1beta/openai/chat/completions'],
  );
  await gateway.accounted(2);
  assert.deepEqual(
    gateway.accounts.map(({ costNano, estimated }) => [costNano, estimated]),
    [
      [264_000, false],
      [264_000, false],
    ],
  );
});

test('a stream of Bedrock that breaks off is an error event and a closed connection', async (context) => {
  for (const ends of ['early', 'error', 'reset'] as const) {
    const { gateway, post } = await open(context, () => ({ text: ['Hel', 'lo'], ends }));
    const response = await post('/v1/chat/completions', { model: 'nova', messages, stream: true });
    const said: string[] = [];
    const isCut = await (async () => {
      for await (const piece of response.body ?? []) said.push(Buffer.from(piece).toString());
    })().then(
      () => false,
      () => true,
    );
    assert.ok(isCut && said.join('').includes('"error"') && !said.join('').includes('[DONE]'), ends);
    await gateway.accounted(1);
    assert.equal(gateway.accounts[0]?.estimated, true);
  }
});

test('a client that leaves ends the call to Bedrock within 100 ms', async (context) => {
  const { post, bedrockServer } = await open(context, () => ({ text: ['Hel'], ends: 'never' }));
  const controller = new AbortController();
  const response = await post('/v1/chat/completions', { model: 'nova', messages, stream: true }, controller.signal);
  await response.body?.getReader().read();
  controller.abort();
  const leftAt = performance.now();
  while (bedrockServer.calls[0]?.aborted !== true && performance.now() - leftAt < 1000)
    await new Promise((resolve) => setTimeout(resolve, 2));
  assert.ok(performance.now() - leftAt < 100);
});

test('a limit, an overload and a refused key at one provider send the call to the next', async (context) => {
  for (const refuse of ['limit', 'overloaded'] as const) {
    const script: WireScript = ({ path }) => (path.includes('v1beta') ? { refuse } : { text: ['Hello.'] });
    const { post } = await open(context, script);
    for (const [path, rest] of [
      ['/v1/chat/completions', {}],
      ['/v1/messages', { max_tokens: 50 }],
    ] as const)
      assert.match(
        await (await post(path, { model: 'both', messages, ...rest })).text(),
        /Hello\./,
        `${refuse} ${path}`,
      );
  }
  const { post } = await open(context, () => ({ text: ['Hello.'] }), { ...variables, GEMINI_API_KEY: 'bad' });
  assert.match(await (await post('/v1/chat/completions', { model: 'both', messages })).text(), /Hello\./);
});

test('a wrong key that its provider answers with 400 sends a translated call to the next target too', async (context) => {
  const { post } = await open(context, () => ({ text: ['Hello.'], usage }), { ...variables, GEMINI_API_KEY: 'bad' });
  const message = await post('/v1/messages', { model: 'both', max_tokens: 50, messages });
  assert.deepEqual(
    [message.status, message.headers.get('x-throughline-attempts')],
    [200, 'gemini=400-credentials, nova=ok'],
  );
});

test('a file that the provider does not fetch is refused before it is asked; nobody fetches it for the client', async (context) => {
  const { post, bedrockServer } = await open(context, () => ({ text: ['Hello.'], usage }));
  const image = { type: 'image_url', image_url: { url: 'http://169.254.169.254/secret.png' } };
  const answer = await post('/v1/chat/completions', { model: 'nova', messages: [{ role: 'user', content: [image] }] });
  assert.deepEqual([answer.status, bedrockServer.calls.length], [400, 0]);
  assert.match(await answer.text(), /does not fetch files.*data URL/);
});
