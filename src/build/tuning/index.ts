export { assessTuning, type TuningFacts } from './assess-tuning.ts';
export { checkCases, type CheckOptions } from './check-cases.ts';
export { tuningFaults } from './errors.ts';
export { exportTuningDataset } from './export-dataset.ts';
export { tuningStage } from './stage.ts';
