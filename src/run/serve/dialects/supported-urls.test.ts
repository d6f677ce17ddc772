import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectCodecs } from './dialect-codecs.ts';
import { checkUrls } from './supported-urls.ts';
import { scriptedLanguageModel } from './testing.ts';

const ask = (url: string) => {
  const decoded = dialectCodecs['openai-chat'].decode({
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }],
  });
  assert.ok(decoded.ok);
  return decoded.value;
};

test('a URL is refused unless the provider fetches it', async () => {
  const none = scriptedLanguageModel(() => ({}));
  const some = { ...none, supportedUrls: Promise.resolve({ 'image/*': [/^https:\/\/example\.com\//] }) };
  assert.ok((await checkUrls(none, ask('data:image/png;base64,AA'))).ok);
  assert.ok((await checkUrls(some, ask('https://Example.com/a.png'))).ok);
  for (const [model, url] of [
    [none, 'https://example.com/a.png'],
    [some, 'http://169.254.169.254/latest'],
  ] as const) {
    const checked = await checkUrls(model, ask(url));
    assert.equal(!checked.ok && checked.error.status, 400);
  }
});
