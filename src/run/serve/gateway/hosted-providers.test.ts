import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import OpenAI from 'openai';
import { wireOf, type ProviderWire } from '#build/models';
import {
  createAnthropicServer,
  createAzureServer,
  createCompatibleServer,
  createMistralServer,
  createOpenAiServer,
  listenToWire,
  type WireScript,
  type WireServer,
} from '#build/models/testing';
import { openGateway, testCard } from './testing.ts';

const apiKeys = ['good'];
const variables: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'good',
  AZURE_OPENAI_API_KEY: 'good',
  ANTHROPIC_API_KEY: 'good',
  MISTRAL_API_KEY: 'good',
  GROQ_API_KEY: 'good',
  OPENROUTER_API_KEY: 'good',
};

/** Each provider as a server, and what stands behind its origin. */
const servers: Readonly<Record<string, (script: WireScript) => readonly [WireServer, string]>> = {
  openai: (script) => [createOpenAiServer({ apiKeys, script }), '/v1'],
  'azure-openai': (script) => [
    createAzureServer({ apiKeys, script, deployments: ['our-mini'], apiVersions: [] }),
    '/openai/v1',
  ],
  anthropic: (script) => [createAnthropicServer({ apiKeys, script }), '/v1'],
  mistral: (script) => [createMistralServer({ apiKeys, script }), '/v1'],
  groq: (script) => [createCompatibleServer({ name: 'groq', apiKeys, script }), '/openai/v1'],
  openrouter: (script) => [createCompatibleServer({ name: 'openrouter', apiKeys, script }), '/api/v1'],
  vllm: (script) => [createCompatibleServer({ name: 'vllm', apiKeys: [], script }), '/v1'],
};
const names = Object.keys(servers);
const price = { input: 1, cachedInput: 0.1, output: 4 };

const open = async (context: TestContext, provider: string, script: WireScript) => {
  const created = servers[provider]?.(script);
  const wire = wireOf({ provider });
  assert.ok(created !== undefined && wire !== undefined);
  const [server, path] = created;
  const baseUrl = `${await listenToWire(context, server)}${path}`;
  const endpoint = { baseUrl, ...(provider === 'azure-openai' ? { deployment: 'our-mini' } : {}) };
  const wires: Readonly<Record<string, ProviderWire>> = { [provider]: wire };
  const gateway = await openGateway(context, {
    cards: [testCard('small', baseUrl, { provider, price, endpoint })],
    config: { models: ['*'], routes: { once: { targets: [{ model: 'small' }], retry: { retries: 0 } } } },
    wires,
    deps: { environment: { read: (name) => variables[name] } },
  });
  const openai = new OpenAI({ apiKey: 'test-key', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  const anthropic = new Anthropic({ apiKey: null, authToken: 'test-key', baseURL: gateway.url, maxRetries: 0 });
  return { gateway, server, openai, anthropic };
};

const messages = [{ role: 'user' as const, content: 'Say hello.' }];
const usage = { inputTokens: 100, cachedInputTokens: 40, outputTokens: 50 };
// 60 at 1, 40 at 0.1, 50 at 4 dollars a million.
const costNano = 264_000;
const answer: WireScript = () => ({ text: ['Hel', 'lo.'], usage });

for (const name of names) {
  test(`${name}: the official clients of both APIs get its answer, whole and streamed, and every call is paid for`, async (context) => {
    const { gateway, openai, anthropic } = await open(context, name, answer);
    const asked = { model: 'small', messages, max_completion_tokens: 50, metadata: { team: 'a' } };
    const whole = await openai.chat.completions.create(asked);
    assert.equal(whole.choices[0]?.message.content, 'Hello.');
    let said = '';
    for await (const chunk of await openai.chat.completions.create({ ...asked, stream: true }))
      said += chunk.choices[0]?.delta.content ?? '';
    assert.equal(said, 'Hello.');
    const message = { model: 'small', max_tokens: 50, messages };
    const { content } = await anthropic.messages.create(message);
    assert.deepEqual(
      content.map((block) => (block.type === 'text' ? block.text : block.type)),
      ['Hello.'],
    );
    assert.equal(await anthropic.messages.stream(message).finalText(), 'Hello.');
    const response = await openai.responses.create({ model: 'small', input: 'Say hello.' });
    assert.equal(response.output_text, 'Hello.');
    await gateway.accounted(5);
    assert.deepEqual(
      gateway.accounts.map((account) => [account.outcome, account.estimated, account.costNano]),
      Array.from({ length: 5 }, () => ['ok', false, costNano]),
    );
  });

  test(`${name}: a tool is called through the gateway, and its result goes back`, async (context) => {
    const script: WireScript = ({ body }) =>
      JSON.stringify(body).includes('a bird')
        ? { text: ['It is a bird.'] }
        : { toolCalls: [{ id: 'call_1', name: 'look_up', arguments: { word: 'emu' } }] };
    const { openai } = await open(context, name, script);
    const tools = [
      {
        type: 'function' as const,
        function: { name: 'look_up', parameters: { type: 'object', properties: { word: { type: 'string' } } } },
      },
    ];
    const first = await openai.chat.completions.create({ model: 'small', messages, tools });
    const [choice = assert.fail()] = first.choices;
    const [call = assert.fail()] = choice.message.tool_calls ?? [];
    assert.ok(call.type === 'function');
    assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ['look_up', { word: 'emu' }]);
    const last = await openai.chat.completions.create({
      model: 'small',
      messages: [...messages, choice.message, { role: 'tool', tool_call_id: call.id, content: 'a bird' }],
      tools,
    });
    assert.equal(last.choices[0]?.message.content, 'It is a bird.');
  });

  test(`${name}: a stream that breaks off is never a whole answer, and is paid for by estimate`, async (context) => {
    for (const ends of ['early', 'error', 'reset'] as const) {
      const { gateway, openai } = await open(context, name, () => ({ text: ['Hel', 'lo'], ends, usage }));
      const read = async (): Promise<void> => {
        for await (const chunk of await openai.chat.completions.create({ model: 'once', messages, stream: true }))
          assert.equal(chunk.choices[0]?.finish_reason === 'stop', false);
      };
      await assert.rejects(read(), ends);
      await gateway.accounted(1);
      const [account = assert.fail()] = gateway.accounts;
      assert.equal(account.estimated, true, ends);
      assert.ok(account.usage.outputTokens >= 2 && account.costNano > 0, ends);
    }
  });
}

test('a conversation that began with OpenAI goes on with Mistral, whose ids have another form', async (context) => {
  const { openai, server } = await open(context, 'mistral', answer);
  const call = { id: 'call_DdmO9pD3xa9XTPNJ32zg2hcA', type: 'function' as const };
  await openai.chat.completions.create({
    model: 'small',
    messages: [
      ...messages,
      { role: 'assistant', tool_calls: [{ ...call, function: { name: 'look_up', arguments: '{}' } }] },
      { role: 'tool', tool_call_id: call.id, content: 'a bird' },
    ],
  });
  assert.match(JSON.stringify(server.calls[0]?.body), /"tool_call_id":"[a-zA-Z0-9]{9}"/);
});

test('Anthropic’s cache writes for an hour have their price, and a client that leaves pays for what was said', async (context) => {
  const written = {
    inputTokens: 2304,
    cachedInputTokens: 2000,
    cacheWriteTokens: 300,
    cacheWriteLongTokens: 200,
    outputTokens: 9,
  };
  const { gateway, anthropic } = await open(context, 'anthropic', () => ({
    text: ['Hello'],
    usage: written,
    ends: 'never',
  }));
  const stream = anthropic.messages.stream({ model: 'small', max_tokens: 50, messages });
  stream.on('text', () => stream.abort());
  await assert.rejects(stream.finalText());
  await gateway.accounted(1);
  const [account = assert.fail()] = gateway.accounts;
  // Reported input; one token of output reported at the start, and five bytes since.
  assert.deepEqual(account.usage, { ...written, outputTokens: 3 });
  assert.deepEqual([account.outcome, account.estimated], ['aborted', true]);
});
