import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKpis } from './check-kpis.ts';
import type { Kpi } from './contract.ts';

const kpi = (over: Partial<Kpi> = {}): Kpi => ({
  id: 'accuracy',
  name: 'Accuracy',
  metric: 'answer-accuracy',
  target: 0.8,
  level: 'blocking',
  because: '',
  ...over,
});

test('a KPI that names a known metric passes', () => {
  assert.equal(checkKpis([kpi()]).ok, true);
});

for (const [name, kpis, code] of [
  ['an unknown metric', [kpi({ metric: 'answer-acuracy' })], 'CHARTER_METRIC_UNKNOWN'],
  ['a duplicate id', [kpi(), kpi()], 'CHARTER_KPI_DUPLICATE'],
  ['a share of 80', [kpi({ target: 80 })], 'CHARTER_TARGET_OUT_OF_RANGE'],
] as const) {
  test(`${name} is refused with ${code}`, () => {
    const checked = checkKpis(kpis);
    assert.equal(checked.ok ? '' : checked.error.code, code);
  });
}

test('the nearest metric is named', () => {
  const checked = checkKpis([kpi({ metric: 'answer-acuracy' })]);
  assert.match(checked.ok ? '' : checked.error.why, /answer-accuracy/);
});
