export { trialsStage } from './stage.ts';
export { trialsFaults } from './errors.ts';
export { trialRoutes } from './routes.ts';
export { planTrial, type PlanTrialInput } from './plan-trial.ts';
export { rateTrial } from './rate-trial.ts';
export { trialResult } from './trial-result.ts';
export { nextUnrated, type BlindPair, type NextUnrated } from './next-unrated.ts';
export { readCurrentTrial, type CurrentTrial } from './current-trial.ts';
