export { allOk, err, ok, type Result } from './result.ts';
export {
  createFaults,
  FaultError,
  isFaultError,
  type Fault,
  type FaultCatalogue,
  type FaultDetails,
  type FaultEntry,
} from './fault.ts';
export { canonicalJson, hashOf, sha256, shortHash, type Json } from './hash.ts';
export { recordHash, type RecordDraft, type StoredRecord } from './record.ts';
export { isStageName, phases, stageNames, stagePhases, type Phase, type StageName } from './stage-name.ts';
export { findMetric, metrics, type Metric, type MetricId } from './metric.ts';
export { nanoFromUsd, nanoPerUsd, usdFromNano } from './money.ts';
export { defineStage, type Stage, type StageInput, type WatchInput } from './stage.ts';
export type {
  BlobsDep,
  ClockDep,
  Decision,
  FilesDep,
  IdDep,
  JournalDep,
  JournalKey,
  LedgerDep,
  LedgerEntry,
  LedgerEvent,
  LedgerVerdict,
  LogDep,
  Pointer,
  PointerChange,
  PointersDep,
  ProgressDep,
  ProgressEvent,
  RecordFilter,
  RecordsDep,
  Span,
  TelemetryDep,
} from './ports.ts';
export {
  defineRoute,
  type Access,
  type ByteExchange,
  type ByteReply,
  type ByteRoute,
  type Route,
  type RouteReply,
  type RouteRequest,
} from './route.ts';
export type { KeyDetails, KeyRingDep, NewKey, ShownKey } from './key-ports.ts';
export type { Command, CommandArguments, CommandOption, CommandOutcome } from './command.ts';
export type {
  ApiKey,
  ApiKeysDep,
  Exposure,
  ExposureDep,
  Feedback,
  FeedbackDep,
  Run,
  RunsDep,
  RunStatus,
  SealedClaim,
  SealedUsesDep,
  Session,
  SessionsDep,
  SpanFilter,
  SpanStoreDep,
  StageRun,
  StageRunBegin,
  StageRunsDep,
  TraceFilter,
  TraceSummary,
} from './store-ports.ts';
