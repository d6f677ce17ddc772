export {
  assessConfigSchema,
  assessmentSchema,
  type AssessConfig,
  type Assessment,
  type AssessReason,
} from './contract.ts';
export { assessFaults } from './errors.ts';
export { assessRules, strategyKinds, type AssessRule, type StrategyKind } from './rules.ts';
export { assessTask } from './assess-task.ts';
export { assessStage } from './stage.ts';
