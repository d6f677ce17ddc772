export { createAdmission, type Admission } from './admission.ts';
export { answerCall, type AnsweredCall } from './answer-call.ts';
export { askOnce, askReplySchema, type AskOptions, type AskReply } from './ask-once.ts';
export { answerChat } from './chat-route.ts';
export type { AnswerDeps, ChatCall } from './answer-chat.ts';
export { serveFaults } from './errors.ts';
export { giveFeedback } from './feedback-route.ts';
export { allCandidates, candidateRecordTypes, readCandidates, type FoundCandidate } from './find-candidate.ts';
export { createKeyCache, type KeyCacheOptions } from './key-cache.ts';
export { createServeMeter, type MeterSources, type ServeMeter } from './meter.ts';
export { describeRoutes } from './open-api.ts';
export { invalidRequest, openAiError } from './open-ai-error.ts';
export type { ExposureSinkDep, HealthDep, RoutingDep, Served, ServedModel } from './port.ts';
export { serveRoutes, type ServeDeps } from './routes.ts';
export { serveCommands } from './commands.ts';
export type {
  Account,
  AccountsSinkDep,
  LimitsDep,
  Payer,
  Reservation,
  ReserveRequest,
  UpstreamCall,
  UpstreamDep,
  UpstreamFailure,
  UpstreamHandler,
  UpstreamRequest,
} from './gateway/port.ts';
export { createLimits, type LimitCounts, type Limits, type LimitsOptions } from './limits/create-limits.ts';
export { limitFaults } from './limits/errors.ts';
export type { LimitRule } from './limits/limits-contract.ts';
export type {
  LeaseReply,
  LeaseReport,
  LimitAlert,
  LimitRules,
  LimitRulesDep,
  LimitStanding,
  LimitStoreDep,
} from './limits/port.ts';
export { smokeCheck } from './smoke-check.ts';
export { serveStage, type ServeStageDeps } from './stage.ts';
export { answerOperation, spanAttributes } from './span-attributes.ts';
