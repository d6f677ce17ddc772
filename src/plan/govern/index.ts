export { countPersonalData, detectPersonalData } from './detect-personal-data.ts';
export { governFaults } from './errors.ts';
export { findPolicy, type PolicyQuestion } from './find-policy.ts';
export { maskPersonalData } from './mask-personal-data.ts';
export { retentionDays } from './retention.ts';
export { governStage } from './stage.ts';
