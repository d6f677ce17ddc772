import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInCatalogue } from './catalogue.ts';
import { reasonsAgainst, ruleOut, type Constraints } from './rule-out.ts';

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
  const { allowed, ruledOut } = ruleOut(constraints, builtInCatalogue);
  assert.equal(allowed.length + ruledOut.length, builtInCatalogue.length);
  assert.ok(ruledOut.every(({ because }) => because !== ''));
  assert.ok(ruledOut.some(({ id }) => id === 'gemma3-270m'));
});
