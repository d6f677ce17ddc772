import {
  getLlama,
  LlamaLogLevel,
  resolveChatWrapper,
  type ChatWrapper,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
} from 'node-llama-cpp';
import type { EngineSpecification } from '#build/models';
import { createBaseModelWrapper } from './base-model-wrapper.ts';

/** Two answers at once: the weights are read from memory once for both. */
const defaultParallel = 2;
/** An abort is noticed between batches of prompt tokens; one batch takes at most about this long. */
const batchMs = 60;
const [smallestBatch, largestBatch] = [8, 512];
const probeTokens = 16;

export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequences: readonly LlamaContextSequence[];
  readonly chatWrapper: ChatWrapper;
  /** Prompt tokens that are read between two looks at the signal. */
  readonly batchSize: number;
}

/** Opens the weights on the CPU. */
export const openWeights = async (path: string, threads: number) => {
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: threads });
  return { llama, model: await llama.loadModel({ modelPath: path }) };
};

/** How many prompt tokens this machine reads in `batchMs`, a power of two. */
const measureBatch = async (model: LlamaModel, threads: number): Promise<number> => {
  const context = await model.createContext({ contextSize: 64, batchSize: probeTokens, threads, sequences: 1 });
  const sequence = context.getSequence();
  const tokens = model.tokenize('one two three four '.repeat(probeTokens)).slice(0, probeTokens);
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
  await sequence.clearHistory();
  const began = performance.now();
  await sequence.evaluateWithoutGeneratingNewTokens(tokens);
  const tokensInTime = (probeTokens * batchMs) / (performance.now() - began);
  await context.dispose();
  return Math.min(largestBatch, Math.max(smallestBatch, 2 ** Math.floor(Math.log2(tokensInTime))));
};

const openContext = (
  model: LlamaModel,
  { maxTokens, adapters = [], parallel = defaultParallel }: EngineSpecification,
  { threads, batchSize }: { readonly threads: number; readonly batchSize: number },
): Promise<LlamaContext> =>
  model.createContext({
    contextSize: Math.min(maxTokens, model.trainContextSize),
    batchSize,
    threads,
    sequences: parallel,
    ...(adapters.length === 0
      ? {}
      : { lora: { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) } }),
  });

/** A chat model with the chat template of its file; a base model continues plain text. */
export const loadGgufModel = async (engine: EngineSpecification, threads: number): Promise<LoadedModel> => {
  const { llama, model } = await openWeights(engine.path, threads);
  const batchSize = await measureBatch(model, threads);
  const context = await openContext(model, engine, { threads, batchSize });
  const hasTemplate = model.fileInfo.metadata.tokenizer.chat_template !== undefined;
  return {
    llama,
    model,
    batchSize,
    sequences: Array.from({ length: context.totalSequences }, () => context.getSequence()),
    chatWrapper: hasTemplate ? resolveChatWrapper(model) : createBaseModelWrapper(),
  };
};
