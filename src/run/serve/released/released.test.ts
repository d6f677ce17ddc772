import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { serveFaults } from '../errors.ts';
import { serveByteRoutes, serveRoutes } from '../routes.ts';
import { createServeHarness, listenForTests, scriptedApplication, servedBy, testAnswer } from '../testing.ts';

const application = scriptedApplication('basic', async ({ text }, options) => {
  if (text === 'fail') return serveFaults.fault('SERVE_NO_PREVIEW');
  if (text === 'break') {
    options.onDelta?.('half ');
    throw new Error('engine lost');
  }
  return testAnswer(`You said ${text}.`);
});

const open = async (context: TestContext) => {
  const { deps } = createServeHarness({ served: servedBy(application) });
  const host = await listenForTests(serveRoutes(deps), serveByteRoutes(deps));
  context.after(host.close);
  return {
    url: host.url,
    openai: new OpenAI({ apiKey: 'test-key', maxRetries: 0, baseURL: `${host.url}/v1` }),
    anthropic: new Anthropic({ authToken: 'test-key', maxRetries: 0, baseURL: host.url }),
  };
};

const asked = (content: string) => ({
  model: 'throughline',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content }],
});

test('the active release answers through the Messages and the Responses API too, whole and streamed', async (context) => {
  const { openai, anthropic } = await open(context);
  const message = await anthropic.messages.create(asked('one'));
  assert.equal(message.content[0]?.type === 'text' ? message.content[0].text : '', 'You said one.');
  assert.equal(await anthropic.messages.stream(asked('two')).finalText(), 'You said two.');
  const response = await openai.responses.create({ model: 'throughline', input: 'three' });
  assert.equal(response.output_text, 'You said three.');
});

test('its faults have the shape of the API that was asked, before and in the middle of a stream', async (context) => {
  const { url, anthropic, openai } = await open(context);
  await assert.rejects(
    anthropic.messages.create(asked('fail')),
    (error) => error instanceof Anthropic.APIError && error.status === 503,
  );
  await assert.rejects(anthropic.messages.stream(asked('break')).finalText());
  await assert.rejects(openai.embeddings.create({ model: 'throughline', input: 'x' }), OpenAI.NotFoundError);
  const headers = { authorization: 'Bearer test-key' };
  for (const body of ['', '[]', '{"messages":', '{"model":"throughline","messages":[{"role":"user","content":tru}]}']) {
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
    assert.equal(response.status, 400, body);
  }
});
