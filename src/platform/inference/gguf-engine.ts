import {
  getLlama,
  LlamaChat,
  LlamaLogLevel,
  resolveChatWrapper,
  type ChatHistoryItem,
  type ChatWrapper,
  type Llama,
  type LlamaContextSequence,
  type LlamaGrammar,
  type LlamaModel,
} from 'node-llama-cpp';
import type { EngineAnswer, EngineChatRequest, EngineSpecification } from '#build/models';
import { createBaseModelWrapper } from './base-model-wrapper.ts';
import { chatHistoryOf } from './chat-history.ts';
import { grammarSchemaOf } from './grammar-schema.ts';
import { EngineError, type Engine, type EngineCallContext } from './protocol.ts';

/** Small enough that an abort is noticed soon while a long prompt is read. */
const batchSize = 256;

interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly chatWrapper: ChatWrapper;
}

/** A GGUF chat model on the CPU; one context, whose prefix is kept from call to call. */
export const loadGgufEngine = async (engine: EngineSpecification, threads: number): Promise<Engine> => {
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: threads });
  const model = await llama.loadModel({ modelPath: engine.path });
  const contextSize = Math.min(engine.maxTokens, model.trainContextSize);
  const context = await model.createContext({ contextSize, batchSize, threads, sequences: 1 });
  const hasTemplate = model.fileInfo.metadata.tokenizer.chat_template !== undefined;
  const chatWrapper = hasTemplate ? resolveChatWrapper(model) : createBaseModelWrapper();
  const loaded = { llama, model, sequence: context.getSequence(), chatWrapper };
  return {
    run: async (call, callContext) => {
      if (call.kind !== 'chat') throw new EngineError('call', 'a chat model cannot embed');
      return generate(loaded, call.request, callContext);
    },
  };
};

const grammarOf = async (llama: Llama, schema: EngineChatRequest['schema']): Promise<LlamaGrammar | undefined> =>
  schema === undefined ? undefined : llama.createGrammarForJsonSchema({ oneOf: [grammarSchemaOf(schema)] });

const promptTokens = ({ chatWrapper, model }: LoadedModel, history: readonly ChatHistoryItem[]): number =>
  chatWrapper.generateContextState({ chatHistory: [...history] }).contextText.tokenize(model.tokenizer).length;

const generate = async (
  loaded: LoadedModel,
  request: EngineChatRequest,
  { signal, onDelta }: EngineCallContext,
): Promise<EngineAnswer> => {
  signal.throwIfAborted();
  const { sequence, chatWrapper } = loaded;
  const history = chatHistoryOf(request.messages);
  const inputTokens = promptTokens(loaded, history);
  const room = sequence.contextSize - inputTokens;
  if (room < Math.min(request.maxTokens, 16)) {
    throw new EngineError(
      'too-long',
      `the prompt has ${inputTokens} tokens and the context holds ${sequence.contextSize}`,
    );
  }
  const grammar = await grammarOf(loaded.llama, request.schema);
  const meter = sequence.tokenMeter.getState();
  const chat = new LlamaChat({ contextSequence: sequence, chatWrapper, autoDisposeSequence: false });
  try {
    const { response, metadata } = await chat.generateResponse([...history], {
      onTextChunk: onDelta,
      signal,
      stopOnAbortSignal: true,
      maxTokens: Math.min(request.maxTokens, room),
      temperature: request.temperature,
      ...(request.seed === undefined ? {} : { seed: request.seed }),
      ...(request.stop === undefined ? {} : { customStopTriggers: request.stop }),
      ...(grammar === undefined ? {} : { grammar }),
      trimWhitespaceSuffix: true,
    });
    const used = sequence.tokenMeter.diff(meter);
    return {
      text: response,
      finishReason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
      usage: {
        inputTokens,
        cachedInputTokens: Math.max(0, inputTokens - used.usedInputTokens),
        outputTokens: used.usedOutputTokens,
      },
    };
  } finally {
    chat.dispose({ disposeSequence: false });
  }
};
