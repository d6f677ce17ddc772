export type { Arm, ArmCounts, Assignment, Side } from './assignment.ts';
export { betaCdf } from './beta.ts';
export { bootstrapMean, type BootstrapOptions } from './bootstrap.ts';
export {
  boundedDifferenceLogE,
  createBoundedDifference,
  observeBoundedDifference,
  type BoundedDifferenceOptions,
  type BoundedDifferenceState,
  type BoundedObservation,
} from './bounded-difference-e-process.ts';
export {
  createMeanSequence,
  meanSequenceEstimate,
  observeMeanSequence,
  type MeanSequenceState,
} from './confidence-sequence.ts';
export { differenceSequence, type DifferenceSequenceOptions } from './difference-sequence.ts';
export { guardDefaults, type GuardDefault } from './guard-defaults.ts';
export type { Estimate, Range } from './interval.ts';
export { mcnemar, type McNemar } from './mcnemar.ts';
export { meanEstimate, type MeanOptions } from './mean-estimate.ts';
export { benjaminiHochberg, holm } from './multiple-comparisons.ts';
export { nonInferiority, type NonInferiorityOptions, type ComparisonVerdict } from './non-inferiority.ts';
export { normalCdf, normalQuantile } from './normal.ts';
export { pairedDifference, type PairedDifference, type Pairs } from './paired-difference.ts';
export { pairedBinaryPlan, proportionPlan, scorePlan, type PowerPlan, type ScoreVariance } from './power-plan.ts';
export { casesNeeded, detectableDifference, powerOf, type PowerOptions } from './power.ts';
export { clopperPearson, wilson, type LevelOption } from './proportion.ts';
export { quantileEstimate } from './quantile.ts';
export { choose, createRandom, randomInteger, shuffle, type Random } from './random.ts';
export {
  createRateRatio,
  observeRateRatio,
  rateRatioLogE,
  type RateRatioObservation,
  type RateRatioOptions,
  type RateRatioState,
} from './rate-ratio-e-process.ts';
export {
  combineDecisions,
  sequentialDecision,
  type SequentialDecision,
  type SequentialEvidence,
  type SequentialThresholds,
  type SequentialVerdict,
} from './sequential-decision.ts';
export { shareLogE, type ShareCounts, type ShareTest } from './share-e-process.ts';
export { studentMean, type ClusterOptions } from './student-mean.ts';
