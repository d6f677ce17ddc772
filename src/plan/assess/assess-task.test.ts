import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { charterSchema } from '#plan/charter';
import { assessTask } from './assess-task.ts';
import { assessConfigSchema } from './contract.ts';

const charter = charterSchema.parse({
  project: 'desk',
  problem: 'Answers are slow.',
  users: ['developers'],
  stakeholders: [{ name: 'Support lead', role: 'sponsor' }],
  budget: { usdPerMonth: 0, usdPerAnswer: 0 },
  kpis: [{ id: 'a', name: 'Accuracy', metric: 'answer-accuracy', target: 0.6 }],
});

test('look-ups in complete documents recommend quoting, and tuning is ruled out with its reason', () => {
  const assessed = assessTask(assessConfigSchema.parse({}), charter);
  assert.ok(assessed.ok);
  assert.equal(assessed.value.recommended[0], 'extractive');
  assert.ok(assessed.value.ruledOut.some(({ strategy }) => strategy === 'fine-tuning'));
  assert.equal(assessed.value.estimate.usdPerAnswer.likely, 0);
});

test('multi-step tasks with actions recommend an agent', () => {
  const assessed = assessTask(
    assessConfigSchema.parse({ complexity: 'multi-step', actions: 'write', reasoning: 'much' }),
    charter,
  );
  assert.ok(assessed.ok && assessed.value.recommended.slice(0, 2).includes('agent'));
});

test('no documents and static knowledge leave prompting', () => {
  const assessed = assessTask(assessConfigSchema.parse({ documents: 'none', knowledge: 'static' }), charter);
  assert.ok(assessed.ok && assessed.value.recommended[0] === 'prompting');
});

test('whatever the answers, estimates are ordered and nothing is both recommended and ruled out', () => {
  const answers = fc.record({
    knowledge: fc.constantFrom('static', 'dynamic'),
    complexity: fc.constantFrom('lookup', 'synthesis', 'multi-step'),
    labelledExamples: fc.nat(1000),
    documents: fc.constantFrom('none', 'some', 'complete'),
    reasoning: fc.constantFrom('none', 'some', 'much'),
    actions: fc.constantFrom('none', 'read', 'write'),
    deployment: fc.constantFrom('local', 'cloud', 'either'),
    latencyMs: fc.integer({ min: 1, max: 60_000 }),
  });
  fc.assert(
    fc.property(answers, (given) => {
      const assessed = assessTask(assessConfigSchema.parse(given), charter);
      assert.ok(assessed.ok);
      const { estimate, recommended, ruledOut } = assessed.value;
      assert.ok(
        estimate.latencyMs.low <= estimate.latencyMs.likely && estimate.latencyMs.likely <= estimate.latencyMs.high,
      );
      assert.ok(ruledOut.every(({ strategy }) => !recommended.includes(strategy)));
    }),
  );
});
