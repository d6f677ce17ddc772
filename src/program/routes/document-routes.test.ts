import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, Span } from '#kernel';
import { createTestDatabase } from '#platform/postgres/testing';
import { documentRoutes } from './document-routes.ts';

const blobs = { put: async () => '', get: async () => undefined, delete: async () => {} };
const citation = {
  source: 'docs/Server.md',
  heading: 'Limits',
  quote: 'One mebibyte.',
  documentId: 'docs/Server.md',
  chunkId: 'docs/Server.md#0-13',
  start: 0,
  end: 13,
};

const spanWith = (index: number, citations: Json): Span => ({
  traceId: `trace-${index}`,
  spanId: `span-${index}`,
  parentSpanId: undefined,
  name: 'answer',
  operation: 'answer',
  startedAt: 1,
  durationMs: 1,
  status: 'ok',
  attributes: { 'throughline.question': 'How large?', 'throughline.citations': citations },
});

test('the citations of an answer are read as a list or as text, and what is neither cites nothing', async () => {
  const stores = await createTestDatabase();
  const held: readonly Json[] = [
    [citation],
    JSON.stringify([citation]),
    JSON.stringify([citation]).slice(0, 40),
    'see above',
    '',
    '7',
    { citation },
    [{ ...citation, end: 'last' }],
  ];
  await stores.spans.insert(held.map((citations, index) => spanWith(index, citations)));
  const route = documentRoutes({ ...stores, blobs }).find(({ path }) => path.endsWith('/lineage'));
  const quotes = await Promise.all(
    held.map(async (_, index) => {
      const { signal } = new AbortController();
      const params = { traceId: `trace-${index}` };
      const reply = await route?.handle({ params, body: {}, query: {}, actor: 'session', headers: {}, signal });
      assert.ok(reply?.ok === true && reply.value.kind === 'json');
      const { citations }: { citations: readonly { quote: string }[] } = JSON.parse(JSON.stringify(reply.value.body));
      return citations.map(({ quote }) => quote);
    }),
  );
  const one = ['One mebibyte.'];
  assert.deepEqual(quotes, [one, one, [], [], [], [], [], []]);
});
