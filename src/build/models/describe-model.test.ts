import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInCatalogue } from './catalogue.ts';
import { compareModels, modelLine, modelRows } from './describe-model.ts';

const cardOf = (id: string) => {
  const card = builtInCatalogue.find((entry) => entry.id === id);
  assert.ok(card !== undefined, id);
  return card;
};

test('a line names provider, residency, licence and every price class', () => {
  assert.match(
    modelLine(cardOf('anthropic-claude-haiku-4.5')),
    /anthropic .*us .*\$1 in, \$0\.1 cached, \$1\.25 cache write, \$5 out/,
  );
  assert.match(modelLine(cardOf('smollm2-135m')), /local .*Apache-2\.0 .*free/);
});

test('side by side, what differs comes first and what is equal once', () => {
  const text = compareModels([cardOf('openai-gpt-4.1'), cardOf('openai-gpt-4.1-mini')]);
  const [differ = '', same = ''] = text.split('The same for all:');
  assert.match(differ, /price per million +openai-gpt-4\.1 +\$2 in/);
  assert.match(differ, /openai-gpt-4\.1-mini +\$0\.4 in/);
  assert.match(same, /context +1047576 tokens/);
});

test('every model has the same rows', () => {
  const names = builtInCatalogue.map((card) =>
    modelRows(card)
      .map(([name]) => name)
      .join(),
  );
  assert.equal(new Set(names).size, 1);
});
