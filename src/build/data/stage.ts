import { defineStage } from '#kernel';
import { dataConfigSchema, type DataConfig } from './contract.ts';
import { fingerprintSources } from './fingerprint-sources.ts';
import type { ReadDeps } from './read-source.ts';

/** Reads the sources into one dataset version, checked and governed. */
export const dataStage = defineStage<DataConfig, ReadDeps>({
  name: 'data',
  phase: 'build',
  question: 'What do the sources hold, and is it fit for use?',
  reads: ['govern/policy'],
  writes: ['data/quality-report', 'data/dataset'],
  config: dataConfigSchema,
  watch: (deps, { config }) => fingerprintSources(deps, config),
  run: async (deps, input) => {
    // The HTML reader is large, and a run that changes nothing never needs it.
    const { makeDataset } = await import('./make-dataset.ts');
    return makeDataset(deps, input);
  },
});
