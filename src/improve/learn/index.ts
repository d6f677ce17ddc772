export { acceptProposal } from './accept-proposal.ts';
export { learnCommands, type LearnCommandDeps } from './commands.ts';
export { learnFaults } from './errors.ts';
export { proposeFromProduction, type ProposeInput } from './propose-from-production.ts';
export { learnRoutes } from './routes.ts';
export { learnStage, type LearnStageDeps } from './stage.ts';
export { viewLearn } from './view-learn.ts';
