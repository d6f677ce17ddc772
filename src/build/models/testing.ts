import { err, ok } from '#kernel';
import { fault } from './errors.ts';
import type { ChatModel, EmbeddingModel, ModelsDep, RerankModel } from './port.ts';

export { scriptedModel, scriptedCard, type Script, type ScriptedReply } from './providers/scripted.ts';
export { scriptedEmbedding, scriptedEmbeddingCard } from './providers/scripted-embedding.ts';
export { testProvider, type ProviderUnderTest } from './test-provider.ts';

export { createAnthropicServer, type AnthropicServerOptions } from './wire-servers/anthropic.ts';
export { createAzureServer, type AzureServerOptions } from './wire-servers/azure-openai.ts';
export { createCompatibleServer, type CompatibleServerOptions } from './wire-servers/compatible.ts';
export { createMistralServer, type MistralServerOptions } from './wire-servers/mistral.ts';
export { createOpenAiServer, type OpenAiServerOptions } from './wire-servers/openai.ts';
export { createBedrockServer, type BedrockServerOptions } from './wire-servers/amazon-bedrock.ts';
export { createGoogleServer, type GoogleServerOptions } from './wire-servers/google.ts';
export { createTokenServer, type TokenServer, type TokenServerOptions } from './wire-servers/google-token.ts';
export { createVertexServer, type VertexServerOptions } from './wire-servers/google-vertex.ts';
export { listenToWire } from './wire-servers/testing.ts';
export type { SeenCall, WireAnswer, WireRefusal, WireScript, WireServer } from './wire-servers/wire-server.ts';

export interface ScriptedModels {
  readonly chat?: readonly ChatModel[];
  readonly embedding?: readonly EmbeddingModel[];
  readonly rerank?: readonly RerankModel[];
}

/** The models of a test, by the id of their cards. */
export const scriptedModels = ({ chat = [], embedding = [], rerank = [] }: ScriptedModels): ModelsDep => {
  const unknown = (id: string) =>
    err(
      fault('MODELS_UNKNOWN', { id, known: [...chat, ...embedding, ...rerank].map(({ card }) => card.id).join(', ') }),
    );
  return {
    models: {
      chat: async (id) => {
        const model = chat.find(({ card }) => card.id === id);
        return model === undefined ? unknown(id) : ok(model);
      },
      embedding: async (id) => {
        const model = embedding.find(({ card }) => card.id === id);
        return model === undefined ? unknown(id) : ok(model);
      },
      rerank: async (id) => {
        const model = rerank.find(({ card }) => card.id === id);
        return model === undefined ? unknown(id) : ok(model);
      },
    },
  };
};
