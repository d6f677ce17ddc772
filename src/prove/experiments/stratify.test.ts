import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stratify } from './stratify.ts';

test('every first part holds the strata in their proportions, to within one', () => {
  const strata = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(strata, fc.integer(), (items, seed) => {
      const order = stratify(items, (item) => item, seed);
      assert.deepEqual(order.toSorted(), items.toSorted());
      for (const name of new Set(items)) {
        const share = items.filter((item) => item === name).length / items.length;
        for (let length = 1; length <= order.length; length += 1) {
          const held = order.slice(0, length).filter((item) => item === name).length;
          assert.ok(Math.abs(held - share * length) < 2, `${name}: ${held} of ${length}`);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('the seed decides the order', () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  assert.deepEqual(stratify(items, String, 1), stratify(items, String, 1));
  assert.notDeepEqual(
    stratify(items, () => 'one', 1),
    stratify(items, () => 'one', 2),
  );
});
