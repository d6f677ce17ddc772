import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostTiles, pickKpis } from './shown-kpis.ts';

const kpi = (id: number, met: boolean | undefined, level: 'blocking' | 'stretch' = 'blocking') => ({
  id,
  level,
  target: 1,
  better: 'higher' as const,
  ...(met === undefined ? {} : { met }),
});
const idsOf = (kpis: readonly { readonly id: number }[]): readonly number[] => kpis.map(({ id }) => id);
const many = (length: number) => Array.from({ length }, (_, index) => kpi(index, true));

test('as many tiles as fit keep their order, and none is left over', () => {
  const kpis = [...many(mostTiles - 1), kpi(99, false)];
  assert.deepEqual(pickKpis(kpis), { shown: kpis, more: [] });
});

test('one too many leaves a tile for the rest, and a missed target is never among the rest', () => {
  const { shown, more } = pickKpis([...many(mostTiles), kpi(20, undefined), kpi(21, false, 'stretch'), kpi(22, false)]);
  assert.deepEqual(idsOf(shown), [22, 0, 1, 2, 3, 4, 5]);
  assert.deepEqual(idsOf(more), [6, 7, 20, 21]);
});
