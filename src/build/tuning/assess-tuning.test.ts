import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assessConfigSchema } from '#plan/assess/contract';
import { policySchema } from '#plan/govern/contract';
import type { Dataset } from '#build/data/contract';
import { assessTuning, type TuningFacts } from './assess-tuning.ts';
import { tuningConfigSchema } from './contract.ts';

const dataset: Dataset = {
  version: 'v',
  documents: [],
  sources: [{ id: 'manual', path: 'docs', documents: 0, bytes: 0 }],
};

const facts = (answers: Readonly<Record<string, unknown>>, allowedUses: readonly string[]): TuningFacts => ({
  answers: assessConfigSchema.parse(answers),
  policy: policySchema.parse({
    sources: {
      manual: { owner: 'o', classification: 'public', lawfulBasis: 'not-personal', retention: 'P1D', allowedUses },
    },
  }),
  dataset,
  config: tuningConfigSchema.parse({}),
});

test('enough stable, allowed examples of a hard task make it advisable', () => {
  const assessment = assessTuning(
    facts({ knowledge: 'static', labelledExamples: 500, documents: 'some', complexity: 'synthesis' }, ['tuning']),
  );
  assert.equal(assessment.advisable, true);
  assert.deepEqual(assessment.missing, []);
  assert.deepEqual(assessment.allowedSources, ['manual']);
});

test('everything that speaks against it is named with what is missing', () => {
  const assessment = assessTuning(
    facts({ knowledge: 'dynamic', labelledExamples: 12, documents: 'complete', complexity: 'lookup' }, ['retrieval']),
  );
  assert.equal(assessment.advisable, false);
  assert.equal(assessment.reasons.length, 4);
  assert.equal(assessment.missing.length, 4);
  assert.match(assessment.missing[0] ?? '', /188 more/);
});
