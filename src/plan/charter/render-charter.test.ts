import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charterSchema } from './contract.ts';
import { renderCharter } from './render-charter.ts';

test('the page shows each KPI with its target in its unit', () => {
  const page = renderCharter(
    charterSchema.parse({
      project: 'desk',
      problem: 'Answers are slow.',
      users: ['developers'],
      stakeholders: [{ name: 'Support lead', role: 'sponsor' }],
      budget: { usdPerMonth: 10, usdPerAnswer: 0.01 },
      kpis: [
        { id: 'a', name: 'Accuracy', metric: 'answer-accuracy', target: 0.6 },
        { id: 'b', name: 'Latency', metric: 'latency-p95', target: 900, because: 'People | wait' },
      ],
    }),
  );
  assert.match(page, /\| Accuracy \| answer-accuracy \| ≥ 60 % \| blocking/);
  assert.match(page, /≤ 900 ms/);
  assert.match(page, /People \\\| wait/);
});
