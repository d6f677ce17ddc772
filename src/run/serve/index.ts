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
export { describeRoutes, type DescribedRoute } from './open-api.ts';
export { invalidRequest, openAiError } from './open-ai-error.ts';
export type { ExposureSinkDep, HealthDep, RoutingDep, Served, ServedModel } from './port.ts';
export { serveByteRoutes, serveRoutes, type ServeDeps } from './routes.ts';
export { createGateway, noGateway, type Gateway } from './gateway/create-gateway.ts';
export type { GatewayDeps, RandomDep } from './gateway/gateway-deps.ts';
export { serveCommands } from './commands.ts';
export { cacheCommands, clearCaches, createCacheFollower } from './cache/cache-epoch.ts';
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
export { budgetCommands, type BudgetCommandDeps } from './limits/budget-commands.ts';
export { limitFaults } from './limits/errors.ts';
export { keyCommands, type KeyCommandDeps } from './limits/key-commands.ts';
export { limitRoutes, type LimitRouteDeps } from './limits/limit-routes.ts';
export type { UsageDep, UsageQuery } from './limits/usage-port.ts';
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
export { batchFaults } from './batches/errors.ts';
export { batchesRoutes, type BatchesDeps } from './batches/batches-routes.ts';
export { callRoutes, type CallRoutesDeps } from './batches/call-routes.ts';
export { createBatchWorker, type BatchWorker, type BatchWorkerOptions } from './batches/create-batch-worker.ts';
export { filesRoutes, type FilesDeps } from './batches/files-routes.ts';
export type { Batch, BatchCallDep, BatchStoreDep, Lease, NewBatch, StoredFile } from './batches/port.ts';
export { smokeCheck } from './smoke-check.ts';
export { serveStage, type ServeStageDeps } from './stage.ts';
export { answerOperation, spanAttributes } from './span-attributes.ts';
