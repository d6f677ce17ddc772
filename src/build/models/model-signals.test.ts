import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInCatalogue, catalogueDate, mergeCatalogue } from './catalogue.ts';
import { modelSignals } from './model-signals.ts';
import { scriptedCard } from './providers/scripted.ts';

const today = '2026-01-10';
const base = { previous: undefined, today, catalogueDate: '2026-01-01' };
const gone = (date: string) => ({ ...scriptedCard, id: 'old', deprecation: { date, replacement: 'new' } });

test('a model that ends within 90 days, or has ended, is a signal', () => {
  const said = (date: string) => modelSignals({ ...base, cards: [gone(date)] }).map(({ says }) => says);
  assert.deepEqual(said('2026-02-09'), ['old stops on 2026-02-09, in 30 days. Its maker names new instead.']);
  assert.deepEqual(said('2025-12-01'), ['old stopped on 2025-12-01. Its maker names new instead.']);
  assert.deepEqual(said('2026-04-11'), []);
});

test('a changed price calls for an evaluation', () => {
  const card = { ...scriptedCard, price: { input: 2, cachedInput: 1, output: 8 } };
  const previous = { prices: { scripted: { input: 1, cachedInput: 1, output: 4 } } };
  const [signal, ...others] = modelSignals({ ...base, previous, cards: [card] });
  assert.deepEqual([signal?.kind, signal?.reevaluate, others], ['price', true, []]);
  assert.match(signal?.says ?? '', /input 1 to 2, output 4 to 8/);
  assert.deepEqual(modelSignals({ ...base, previous: { prices: { scripted: card.price } }, cards: [card] }), []);
});

test('an old catalogue warns where money depends on it', () => {
  const paid = { ...scriptedCard, price: { input: 2, cachedInput: 1, output: 8 }, priceDate: '2025-01-01' };
  const late = { ...base, today: '2026-12-01' };
  assert.match(modelSignals({ ...late, cards: [paid] })[0]?.says ?? '', /2026-01-01, 334 days ago/);
  assert.deepEqual(modelSignals({ ...late, cards: [{ ...paid, priceDate: '2026-11-01' }] }), []);
  assert.deepEqual(modelSignals({ ...late, cards: [scriptedCard] }), []);
});

test('ids are unique, an alias means one model, and the project can set a price', () => {
  const ids = builtInCatalogue.map(({ id }) => id);
  const aliases = builtInCatalogue.flatMap((card) => card.aliases);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal(new Set(aliases).size, aliases.length);
  assert.ok(aliases.every((alias) => !ids.includes(alias)));
  assert.match(catalogueDate, /^\d{4}-\d\d-\d\d$/);
  const price = { input: 9, cachedInput: 9, output: 9 };
  const merged = mergeCatalogue({ catalogue: [], prices: { 'openai-gpt-4.1-mini': price } });
  assert.deepEqual(merged.find(({ id }) => id === 'openai-gpt-4.1-mini')?.price, price);
});

test('who is paid for says what it keeps and where', () => {
  const paid = builtInCatalogue.filter(({ price, access }) => price.output > 0 && access === 'proprietary');
  assert.ok(paid.length > 20);
  for (const { id, priceDate, dataRetention, useRestrictions, provider } of paid) {
    assert.ok(priceDate !== undefined && dataRetention !== undefined, id);
    assert.ok(useRestrictions.length > 0 || !['openai', 'anthropic'].includes(provider), id);
  }
});
