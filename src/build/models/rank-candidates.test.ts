import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rankCandidates, type Candidate } from './rank-candidates.ts';

const candidate = (id: string, part: Partial<Candidate> = {}): Candidate => ({
  id,
  available: true,
  outputPrice: 0,
  ...part,
});
const order = (candidates: readonly Candidate[]) => rankCandidates(candidates).map(({ id }) => id);

test('measured fit decides, then price, then speed', () => {
  const better = candidate('better', { fit: { value: 0.8 }, outputPrice: 9 });
  const cheap = candidate('cheap', { fit: { value: 0.6 }, outputPrice: 1 });
  const fast = candidate('fast', { fit: { value: 0.6 }, outputPrice: 2, tokensPerSecond: 90 });
  const slow = candidate('slow', { fit: { value: 0.6 }, outputPrice: 2, tokensPerSecond: 10 });
  assert.deepEqual(order([slow, fast, cheap, better]), ['better', 'cheap', 'fast', 'slow']);
});

test('what cannot be used comes last, and ties keep the order given', () => {
  const gone = candidate('gone', { available: false, fit: { value: 1 } });
  assert.deepEqual(order([gone, candidate('a'), candidate('b')]), ['a', 'b', 'gone']);
});

test('ranking loses nothing and ranks the same again', () => {
  const anyCandidate = fc.record({
    id: fc.string(),
    available: fc.boolean(),
    fit: fc.option(fc.record({ value: fc.double({ min: 0, max: 1, noNaN: true }) }), { nil: undefined }),
    tokensPerSecond: fc.option(fc.integer({ min: 0, max: 500 }), { nil: undefined }),
    outputPrice: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(anyCandidate), (candidates) => {
      const ranked = rankCandidates(candidates);
      assert.equal(ranked.length, candidates.length);
      assert.deepEqual(rankCandidates(ranked), ranked);
    }),
  );
});
