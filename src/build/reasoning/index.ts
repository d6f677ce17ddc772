export { reasoningFaults } from './errors.ts';
export { estimateCalls, type CallEstimate } from './estimate-calls.ts';
export { createReason, reasoningPrompts } from './reason.ts';
export { reasoningStage } from './stage.ts';
export type { Reason, Reasoned, ReasoningDeps, ReasoningTask } from './task.ts';
export { majorityVote, normaliseAnswer, type VoteResult } from './vote.ts';
