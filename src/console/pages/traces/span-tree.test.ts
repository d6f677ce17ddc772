import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceSpan } from '../../api/schemas.ts';
import { spanRows } from './span-tree.ts';

const span = (
  spanId: string,
  parentSpanId: string | undefined,
  [startedAt, durationMs]: readonly [number, number],
): TraceSpan => ({
  spanId,
  parentSpanId,
  name: spanId,
  operation: 'x',
  startedAt,
  durationMs,
  status: 'ok',
  attributes: {},
});
const spans = [
  span('c', 'a', [60, 40]),
  span('a', undefined, [0, 100]),
  span('b', 'a', [10, 20]),
  span('d', 'b', [12, 5]),
  span('e', 'gone', [99, 1]),
];

test('spans stand in reading order with their share of the time', () => {
  const rows = spanRows(spans, new Set());
  assert.deepEqual(
    rows.map(({ span: { spanId }, depth }) => `${spanId}${depth}`),
    ['a0', 'b1', 'd2', 'c1', 'e0'],
  );
  assert.deepEqual(rows.map(({ from, width }) => [from, width])[1], [0.1, 0.2]);
});

test('closed spans hide what is under them', () => {
  assert.deepEqual(
    spanRows(spans, new Set(['b'])).map(({ span: { spanId } }) => spanId),
    ['a', 'b', 'c', 'e'],
  );
});

test('50,000 spans are laid out in well under a second', () => {
  const many = [
    span('root', undefined, [0, 50_000]),
    ...Array.from({ length: 50_000 }, (_, index) =>
      span(`s${index}`, index % 10 === 0 ? 'root' : `s${index - (index % 10)}`, [index, 1]),
    ),
  ];
  const begin = performance.now();
  assert.equal(spanRows(many, new Set()).length, 50_001);
  assert.ok(performance.now() - begin < 1000);
});
