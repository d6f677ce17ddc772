export { experimentsStage, type ExperimentsDeps } from './stage.ts';
export { experimentsFaults } from './errors.ts';
export { compareCandidates, type CompareInput, type Scored } from './compare.ts';
export { medianMs, secondsOf } from './answering-time.ts';
export { pairOutcomes, toDifference, type PairedInput } from './paired-outcomes.ts';
export { stratify } from './stratify.ts';
export { exportMlflow, type ExportMlflowInput, type MlflowFile } from './export-mlflow.ts';
export { postMlflow } from './post-mlflow.ts';
export type { GitDep, MlflowHttpDep, MlflowRequest } from './port.ts';
