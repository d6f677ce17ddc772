import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInCatalogue } from './catalogue.ts';
import { modelsConfigSchema } from './contract.ts';
import { scriptedCard } from './providers/scripted.ts';
import { reasonsAgainst, ruleOut, unmetNeeds, type Constraints } from './rule-out.ts';

const constraints: Constraints = { residency: ['local'], licences: ['apache-2.0'], access: ['open', 'custom'] };

test('each constraint that is broken is a reason of its own', () => {
  assert.deepEqual(reasonsAgainst(constraints, { residency: 'local', licence: 'Apache-2.0', access: 'open' }), []);
  const reasons = reasonsAgainst(constraints, { residency: 'us', licence: 'Proprietary', access: 'proprietary' });
  assert.equal(reasons.length, 3);
  assert.match(reasons[0] ?? '', /"us".*local/);
});

test('an empty list of licences allows every licence', () => {
  assert.deepEqual(
    reasonsAgainst({ ...constraints, licences: [] }, { residency: 'local', licence: 'Gemma', access: 'custom' }),
    [],
  );
});

test('every candidate is either allowed or ruled out with a reason', () => {
  const { allowed, ruledOut } = ruleOut({ constraints, today: '2026-01-01' }, builtInCatalogue);
  assert.equal(allowed.length + ruledOut.length, builtInCatalogue.length);
  assert.ok(ruledOut.every(({ because }) => because !== ''));
  assert.ok(ruledOut.some(({ id }) => id === 'gemma3-270m'));
});

test('every need that is not met is a reason, and a model that has ended is out', () => {
  const { needs } = modelsConfigSchema.parse({
    needs: {
      contextTokens: 200_000,
      inputModalities: ['image'],
      tools: true,
      json: 'schema',
      maximumPrice: { output: 1 },
    },
  });
  const card = { ...scriptedCard, tools: false, price: { input: 1, cachedInput: 1, output: 2 } };
  assert.equal(unmetNeeds(needs, card).length, 5);
  assert.deepEqual(unmetNeeds(modelsConfigSchema.parse({}).needs, card), []);
  const ended = { ...scriptedCard, deprecation: { date: '2025-12-31' } };
  assert.match(ruleOut({ constraints, today: '2026-01-01' }, [ended]).ruledOut[0]?.because ?? '', /2025-12-31/);
});
