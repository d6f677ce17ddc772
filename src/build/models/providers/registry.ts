import { ok, type ClockDep, type Fault, type FilesDep, type Result } from '#kernel';
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
import { anthropicWire } from './anthropic.ts';
import { azureOpenAiWire, openAzureEmbedding } from './azure-openai.ts';
import { compatiblePresets, type CompatiblePreset } from './compatible-presets.ts';
import { compatibleWire, openPresetEmbedding, openPresetRerank } from './compatible-wire.ts';
import { bedrockWire, openBedrockEmbedding } from './amazon-bedrock.ts';
import { googleWire, openGoogleEmbedding } from './google.ts';
import { createVertex } from './google-vertex.ts';
import { openLanguageModel } from './language-model.ts';
import { openLocalChat } from './local.ts';
import { openLocalEmbedding } from './local-embedding.ts';
import { openLocalRerank } from './local-rerank.ts';
import { mistralWire, openMistralEmbedding } from './mistral.ts';
import { openAiWire, openOpenAiEmbedding } from './openai.ts';
import { openCompatibleChat } from './openai-compatible.ts';
import { echoModel } from './scripted.ts';
import { scriptedEmbedding } from './scripted-embedding.ts';
import { scriptedRerank } from './scripted-rerank.ts';
import { thinkLittle } from './think-little.ts';
import type { ProviderWire } from '../provider-wire.ts';

export type ProviderDeps = ClockDep & InferenceDep & WeightsDep & HttpDep & EnvironmentDep & Partial<FilesDep>;

/** How a provider opens a model; what it does not offer is absent. */
export interface Provider {
  readonly chat?: (deps: ProviderDeps, card: ModelCard) => Promise<Result<ChatModel, Fault>>;
  readonly embedding?: (deps: ProviderDeps, card: ModelCard) => Promise<Result<EmbeddingModel, Fault>>;
  readonly rerank?: (deps: ProviderDeps, card: ModelCard) => Promise<Result<RerankModel, Fault>>;
  /** How the gateway reaches it; absent where there is no wire. */
  readonly wire?: ProviderWire;
}

const throughWire = (wire: ProviderWire): Pick<Provider, 'chat' | 'wire'> => {
  const chatWire = thinkLittle(wire);
  return { chat: async (deps, card) => ok(openLanguageModel(deps, { card, wire: chatWire })), wire };
};

const vertex = createVertex();

const presetProvider = (preset: CompatiblePreset): Provider => ({
  chat: async (deps, card) => ok(openCompatibleChat(deps, card, { preset })),
  embedding: async (deps, card) => openPresetEmbedding(preset, deps, card),
  rerank: async (deps, card) => openPresetRerank(preset, deps, card),
  wire: compatibleWire(preset),
});

const presetProviders: Readonly<Record<string, Provider>> = Object.fromEntries(
  Object.entries(compatiblePresets).map(([name, preset]) => [name, presetProvider(preset)]),
);

/** Every provider by the name that catalogue entries use. */
export const providers: Readonly<Record<string, Provider>> = {
  local: { chat: openLocalChat, embedding: openLocalEmbedding, rerank: openLocalRerank },
  bundled: { embedding: openLocalEmbedding },
  ...presetProviders,
  openai: { ...throughWire(openAiWire), embedding: async (deps, card) => ok(openOpenAiEmbedding(deps, card)) },
  'azure-openai': { ...throughWire(azureOpenAiWire), embedding: async (deps, card) => openAzureEmbedding(deps, card) },
  mistral: { ...throughWire(mistralWire), embedding: async (deps, card) => ok(openMistralEmbedding(deps, card)) },
  anthropic: throughWire(anthropicWire),
  google: { ...throughWire(googleWire), embedding: async (deps, card) => ok(openGoogleEmbedding(deps, card)) },
  'google-vertex': {
    ...throughWire(vertex.wire),
    embedding: async (deps, card) => ok(vertex.openEmbedding(deps, card)),
  },
  'amazon-bedrock': {
    ...throughWire(bedrockWire),
    embedding: async (deps, card) => ok(openBedrockEmbedding(deps, card)),
  },
  scripted: {
    chat: async (_, card) => ok(echoModel(card)),
    embedding: async (_, card) => ok(scriptedEmbedding(card)),
    rerank: async (_, card) => ok(scriptedRerank(card)),
  },
};
