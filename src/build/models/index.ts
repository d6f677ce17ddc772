export {
  modelsConfigSchema,
  type Completion,
  type Message,
  type ModelCard,
  type ModelFile,
  type ModelNeeds,
  type ModelsConfig,
  type Price,
  type Selection,
  type Usage,
} from './contract.ts';
export type {
  CallOptions,
  ChatModel,
  CompletionRequest,
  EmbeddingModel,
  EngineAnswer,
  EngineChatRequest,
  EngineFailure,
  EngineRankRequest,
  EngineSpecification,
  EnvironmentDep,
  FetchOptions,
  HttpDep,
  InferenceDep,
  ModelsDep,
  RerankModel,
  ToolSpecification,
  WeightsDep,
} from './port.ts';
export type {
  Dialect,
  ProviderWire,
  RateLimitState,
  UsageReader,
  WireDeps,
  WireError,
  WireRequest,
} from './provider-wire.ts';
export { costOf } from './cost-of.ts';
export { createUsageReader } from './usage/create-usage-reader.ts';
export { usageOfModel } from './usage/usage-of-model.ts';
export { estimateTokens } from './usage/estimate-tokens.ts';
export { modelsFaults } from './errors.ts';
export { builtInCatalogue, catalogueDate, defaultModels, lastResortEmbedding, mergeCatalogue } from './catalogue.ts';
export { pullModel, type PulledFile } from './pull-model.ts';
export { createModels } from './create-models.ts';
export { compareModels, modelLine, modelRows } from './describe-model.ts';
export { modelSignals, type ModelSignal } from './model-signals.ts';
export { findCard } from './find-card.ts';
export { wireOf } from './wire-of.ts';
export { listModels, showModel, type ListedModel, type WeightsState } from './list-models.ts';
export { rankCandidates, type Candidate } from './rank-candidates.ts';
export { selectModels, type SelectInput } from './select-models.ts';
export { modelsRoutes, type ModelsRouteDeps } from './routes.ts';
export { modelsStage, type ModelsStageDeps } from './stage.ts';
export { parseSource, type PackagePart, type Source } from './parse-source.ts';
export type { ProviderDeps } from './providers/registry.ts';
