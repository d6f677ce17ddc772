import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admit, bearerOf, sessionTokenOf } from './access.ts';

const nobody = { session: false, apiKey: undefined };
const session = { session: true, apiKey: undefined };
const key = { session: false, apiKey: 'k1' };

for (const [access, forNobody, forSession, forKey] of [
  ['public', 'anonymous', 'session', 'anonymous'],
  ['session', undefined, 'session', undefined],
  ['api-key', undefined, undefined, 'k1'],
  ['session-or-api-key', undefined, 'session', 'k1'],
] as const) {
  test(`access ${access} admits whom it names and nobody else`, () => {
    assert.deepEqual(
      [admit(access, nobody), admit(access, session), admit(access, key)],
      [forNobody, forSession, forKey],
    );
  });
}

test('credentials are read from their headers only in the right shape', () => {
  assert.equal(sessionTokenOf('a=1; throughline_session=abc-1; b=2'), 'abc-1');
  assert.equal(sessionTokenOf('xthroughline_session=abc'), undefined);
  assert.equal(bearerOf('Bearer tl_x'), 'tl_x');
  assert.equal(bearerOf('Basic tl_x'), undefined);
});
