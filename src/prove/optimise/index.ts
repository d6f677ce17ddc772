export { optimiseStage } from './stage.ts';
export { optimiseFaults } from './errors.ts';
export { optimiseCandidate, splitQuestions, type OptimiseInput } from './optimise-candidate.ts';
export { proposeExamples } from './propose-examples.ts';
export { proposeParameters } from './propose-parameters.ts';
export type { Proposal } from './proposal.ts';
export type { OptimiseDeps } from './score-proposals.ts';
