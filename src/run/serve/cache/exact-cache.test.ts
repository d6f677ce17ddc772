import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '#kernel';
import { createByteLru } from './byte-lru.ts';
import { exactKey } from './cache-key.ts';
import { createExactCache } from './exact-cache.ts';
import type { CachedAnswer, CacheRequest } from './port.ts';

const settings = { ttlSeconds: 10, sampled: false };
const body = { model: 'm', temperature: 0, messages: [{ role: 'user', content: 'One?' }] };
type Changes = Partial<Omit<CacheRequest, 'body'>> & { readonly body?: { readonly [key: string]: Json } };
const requestOf = ({ body: given = body, ...changes }: Changes = {}): CacheRequest => ({
  route: 'm',
  model: 'm',
  dialect: 'openai-chat',
  tenant: 'a',
  version: '',
  raw: Buffer.from(JSON.stringify(given)),
  body: () => given,
  ...changes,
});
const answer: CachedAnswer = {
  contentType: 'application/json',
  bytes: Buffer.from('{}'),
  model: 'm',
  storedAt: 0,
};

const open = () => {
  let now = 0;
  const clock = { now: () => now, monotonic: () => now };
  const cache = createExactCache({ clock }, { maximumEntries: 3, maximumBytes: 10_000 });
  const keep = (request: CacheRequest): void => {
    if (cache.find(request, settings) !== undefined) cache.keep(request, answer, settings);
  };
  return { cache, keep, advance: (ms: number) => (now += ms) };
};

test('the same request is answered, whatever the order of its fields and whoever the end user is', () => {
  const { cache, keep } = open();
  keep(requestOf());
  const { messages, model, temperature } = body;
  for (const same of [body, { messages, temperature, model }, { ...body, user: 'Bo', metadata: { a: 'b' } }]) {
    assert.equal(cache.find(requestOf({ body: same }), settings)?.answer, answer);
  }
});

test('anything else is another request: tenant, route, model, dialect, version, any field', () => {
  const { cache, keep } = open();
  keep(requestOf());
  const others: readonly Changes[] = [
    { tenant: 'b' },
    { route: 'n' },
    { model: 'n' },
    { dialect: 'anthropic-messages' },
    { version: '2023-06-01' },
    { body: { ...body, max_tokens: 5 } },
    { body: { ...body, stream: true } },
    { body: { ...body, provider_knob: null } },
    { body: { ...body, tool_choice: 'none' } },
  ];
  for (const other of others) {
    assert.equal(cache.find(requestOf(other), settings)?.answer, undefined, JSON.stringify(other));
  }
});

test('any change of a field that is not ignored changes the key', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), fc.jsonValue(), (name, one, other) => {
      const ignored = ['user', 'safety_identifier', 'metadata', 'prompt_cache_key', 'service_tier', 'store'];
      fc.pre(!ignored.includes(name) && name !== '__proto__' && JSON.stringify(one) !== JSON.stringify(other));
      const keyOf = (value: unknown) => exactKey(requestOf(), JSON.parse(JSON.stringify({ [name]: value })));
      const sorted = (value: unknown) => JSON.stringify(value, Object.keys(Object(value)).toSorted());
      fc.pre(sorted(one) !== sorted(other) || typeof one !== 'object');
      assert.notEqual(keyOf(one), keyOf(other));
    }),
    { numRuns: 200 },
  );
});

test('what is sampled, stored, or asked for several times is not cached', () => {
  const { cache } = open();
  const { temperature: _, ...sampled } = body;
  for (const not of [sampled, { ...body, temperature: 0.2 }, { ...body, n: 2 }, { ...body, store: true }]) {
    assert.equal(cache.find(requestOf({ body: not }), settings), undefined);
  }
  assert.ok(cache.find(requestOf({ body: sampled }), { ...settings, sampled: true }));
  assert.ok(cache.find(requestOf({ body: { model: 'e', input: 'x' } }), settings), 'embeddings have no temperature');
});

test('answers age, and the oldest go first when there are too many', () => {
  const { cache, keep, advance } = open();
  const numbered = (seed: number) => requestOf({ body: { ...body, seed } });
  for (const seed of [1, 2, 3, 4]) keep(numbered(seed));
  assert.equal(cache.find(numbered(1), settings)?.answer, undefined);
  assert.equal(cache.find(numbered(4), settings)?.answer, answer);
  advance(10_001);
  assert.equal(cache.find(numbered(4), settings)?.answer, undefined);
  keep(numbered(5));
  cache.clear();
  assert.equal(cache.find(numbered(5), settings)?.answer, undefined);
});

test('the bytes held never exceed the bound', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(900))), (puts) => {
      const lru = createByteLru<string>({
        maximumEntries: 10,
        maximumBytes: 1500,
        weigh: (text) => text.length,
        now: () => 0,
      });
      for (const [key, length] of puts) {
        lru.set(String(key), 'x'.repeat(length), 1);
        const { entries, bytes } = lru.counts();
        assert.ok(entries <= 10 && bytes <= 1500 && bytes >= 0);
      }
    }),
  );
});
