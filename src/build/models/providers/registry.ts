import { ok, type ClockDep, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import type {
  ChatModel,
  EmbeddingModel,
  EnvironmentDep,
  HttpDep,
  InferenceDep,
  RerankModel,
  WeightsDep,
} from '../port.ts';
import { openLocalChat } from './local.ts';
import { openLocalEmbedding } from './local-embedding.ts';
import { openLocalRerank } from './local-rerank.ts';
import { openCompatibleChat } from './openai-compatible.ts';
import { echoModel } from './scripted.ts';
import { scriptedEmbedding } from './scripted-embedding.ts';
import { scriptedRerank } from './scripted-rerank.ts';
import type { ProviderWire } from '../provider-wire.ts';

export type ProviderDeps = ClockDep & InferenceDep & WeightsDep & HttpDep & EnvironmentDep;

/** How a provider opens a model; what it does not offer is absent. */
export interface Provider {
  readonly chat?: (deps: ProviderDeps, card: ModelCard) => Promise<Result<ChatModel, Fault>>;
  readonly embedding?: (deps: ProviderDeps, card: ModelCard) => Promise<Result<EmbeddingModel, Fault>>;
  readonly rerank?: (deps: ProviderDeps, card: ModelCard) => Promise<Result<RerankModel, Fault>>;
  /** How the gateway reaches it; absent where there is no wire. */
  readonly wire?: ProviderWire;
}

/** Every provider by the name that catalogue entries use. */
export const providers: Readonly<Record<string, Provider>> = {
  local: { chat: openLocalChat, embedding: openLocalEmbedding, rerank: openLocalRerank },
  bundled: { embedding: openLocalEmbedding },
  'openai-compatible': { chat: async (deps, card) => ok(openCompatibleChat(deps, card)) },
  scripted: {
    chat: async (_, card) => ok(echoModel(card)),
    embedding: async (_, card) => ok(scriptedEmbedding(card)),
    rerank: async (_, card) => ok(scriptedRerank(card)),
  },
};
