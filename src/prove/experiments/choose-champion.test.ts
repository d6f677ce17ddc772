import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseChampion } from './choose-champion.ts';
import type { Comparison, PairedDifference } from './contract.ts';
import { paretoFrontier } from './pareto.ts';

type Row = Comparison['rows'][number];

const estimate = (value: number, half = 0.05) => ({
  value,
  low: value - half,
  high: value + half,
  level: 0.95,
  n: 60,
  method: 'test',
});
const difference = (value: number, half: number, verdict: PairedDifference['verdict']): PairedDifference => ({
  metric: 'answer-accuracy',
  difference: estimate(value, half),
  p: 0.01,
  verdict,
});
const row = (name: string, quality: number, given: Partial<Row> = {}): Row => ({
  candidateId: name,
  name,
  cases: 60,
  quality: estimate(quality),
  latencyMs: estimate(20, 2),
  usdPerAnswer: 0,
  differences: [],
  onFrontier: true,
  ...given,
});
const base = row('base', 0.5);
const choose = (...rows: readonly Row[]) =>
  chooseChampion({ rows: [base, ...rows], baseline: 'base', quality: 'answer-accuracy' });

test('the best of those shown to be better wins, and the reason names the numbers', () => {
  const chosen = choose(
    row('some', 0.6, { differences: [difference(0.1, 0.05, 'better')] }),
    row('more', 0.7, { latencyMs: estimate(30, 2), differences: [difference(0.2, 0.05, 'better')] }),
  );
  assert.equal(chosen.champion, 'more');
  assert.match(chosen.because, /\+20\.0 points \(\+15\.0 to \+25\.0, 95 % interval, 60 independent questions/);
});

test('equal quality is decided by latency', () => {
  const better = { differences: [difference(0.1, 0.05, 'better')] };
  assert.equal(
    choose(row('late', 0.6, { ...better, latencyMs: estimate(50) }), row('soon', 0.6, better)).champion,
    'soon',
  );
});

test('a point estimate that is higher with an interval over zero does not unseat the baseline', () => {
  const chosen = choose(row('maybe', 0.58, { differences: [difference(0.08, 0.1, 'undecided')] }));
  assert.equal(chosen.champion, 'base');
  assert.match(chosen.because, /stays: no candidate .* Next is maybe with \+8\.0 points \(-2\.0 to \+18\.0/);
});

test('stopped candidates and those off the frontier cannot win', () => {
  const better = { differences: [difference(0.2, 0.05, 'better')] };
  assert.equal(choose(row('stopped', 0.7, { ...better, stopped: 'slow' })).champion, 'base');
  assert.equal(choose(row('dominated', 0.7, { ...better, onFrontier: false })).champion, 'base');
});

test('one that is shown to be not worse and is faster wins, and says so', () => {
  const faster = { latencyMs: estimate(5, 1), differences: [difference(0, 0.01, 'undecided')] };
  const chosen = choose(row('fast', 0.5, faster));
  assert.equal(chosen.champion, 'fast');
  assert.match(chosen.because, /faster or cheaper/);
});

test('without a measured baseline nothing is shown', () => {
  const chosen = chooseChampion({ rows: [], baseline: 'base', quality: 'answer-accuracy' });
  assert.equal(chosen.champion, 'base');
  assert.match(chosen.because, /could not be measured/);
});

test('the frontier holds what nothing else beats in everything', () => {
  const a = { quality: 0.5, latencyMs: 10, usdPerAnswer: 0 };
  const b = { quality: 0.6, latencyMs: 20, usdPerAnswer: 0 };
  const c = { quality: 0.55, latencyMs: 30, usdPerAnswer: 0 };
  assert.deepEqual([...paretoFrontier([a, b, c])], [a, b]);
  assert.equal(paretoFrontier([a, { ...a }]).size, 2);
});
