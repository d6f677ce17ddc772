import {
  LlamaChat,
  type ChatHistoryItem,
  type Llama,
  type LlamaContextSequence,
  type LlamaGrammar,
  type Token,
} from 'node-llama-cpp';
import type { EngineAnswer, EngineChatRequest, EngineSpecification } from '#build/models';
import { chatHistoryOf } from './chat-history.ts';
import { loadGgufModel, openWeights, type LoadedModel } from './gguf-model.ts';
import { grammarSchemaOf } from './grammar-schema.ts';
import { EngineError, type Engine, type EngineCall, type EngineCallContext, type Scores } from './protocol.ts';
import { createSequencePool } from './sequence-pool.ts';
import { createSerial } from './serial.ts';

const createChat = async (engine: EngineSpecification, threads: number) => {
  const loaded = await loadGgufModel(engine, threads);
  const pool = createSequencePool({
    sequences: loaded.sequences,
    held: ({ contextTokens }: LlamaContextSequence): readonly number[] => contextTokens,
  });
  return (request: EngineChatRequest, context: EngineCallContext): Promise<EngineAnswer> => {
    const history = chatHistoryOf(request.messages);
    const prompt = promptTokens(loaded, history);
    const { signal } = context;
    return pool.use({ prompt, signal }, (sequence) =>
      generate(loaded, { request, history, prompt, sequence }, context),
    );
  };
};

const createRank = async (engine: EngineSpecification, threads: number) => {
  const { model } = await openWeights(engine.path, threads);
  const ranking = await model.createRankingContext({
    contextSize: Math.min(engine.maxTokens, model.trainContextSize),
    threads,
  });
  const serial = createSerial();
  return async (
    { query, documents }: Extract<EngineCall, { kind: 'rank' }>['request'],
    { signal }: EngineCallContext,
  ): Promise<Scores> => {
    const scores: number[] = [];
    for (const document of documents) {
      signal.throwIfAborted();
      scores.push(await serial(() => ranking.rank(query, document)));
    }
    return { scores };
  };
};

/** A GGUF model on the CPU: chat, or ranking where the engine is opened for it. */
export const loadGgufEngine = async (engine: EngineSpecification, threads: number): Promise<Engine> => {
  if (engine.task === 'rank') {
    const rank = await createRank(engine, threads);
    return { run: async (call, context) => (call.kind === 'rank' ? rank(call.request, context) : refuse(call)) };
  }
  const chat = await createChat(engine, threads);
  return { run: async (call, context) => (call.kind === 'chat' ? chat(call.request, context) : refuse(call)) };
};

const refuse = ({ kind }: EngineCall): never => {
  throw new EngineError('call', `this model was not opened for the call "${kind}"`);
};

const grammarOf = async (llama: Llama, schema: EngineChatRequest['schema']): Promise<LlamaGrammar | undefined> =>
  schema === undefined ? undefined : llama.createGrammarForJsonSchema({ oneOf: [grammarSchemaOf(schema)] });

const promptTokens = ({ chatWrapper, model }: LoadedModel, history: readonly ChatHistoryItem[]): Token[] =>
  chatWrapper.generateContextState({ chatHistory: [...history] }).contextText.tokenize(model.tokenizer);

interface Generation {
  readonly request: EngineChatRequest;
  readonly history: readonly ChatHistoryItem[];
  readonly prompt: readonly Token[];
  readonly sequence: LlamaContextSequence;
}

/** Room for the answer in the context; a prompt that leaves none is a failure with a name. */
const roomFor = ({ request, prompt, sequence }: Generation): number => {
  const room = sequence.contextSize - prompt.length;
  if (room >= Math.min(request.maxTokens, 16)) return room;
  throw new EngineError(
    'too-long',
    `the prompt has ${prompt.length} tokens and the context holds ${sequence.contextSize}`,
  );
};

/**
 * Reads the prompt in small pieces. The engine's own reading looks at no signal: a call that was aborted in the middle of
 * a prompt of 3,000 tokens held its sequence for another two minutes.
 */
const readPrompt = async (batchSize: number, { prompt, sequence }: Generation, signal: AbortSignal): Promise<void> => {
  await sequence.adaptStateToTokens([...prompt], false);
  // The last token is left for the answer, which needs what the model says after it.
  while (sequence.nextTokenIndex < prompt.length - 1) {
    signal.throwIfAborted();
    const from = sequence.nextTokenIndex;
    const piece = prompt.slice(from, Math.min(from + batchSize, prompt.length - 1));
    await sequence.evaluateWithoutGeneratingNewTokens([...piece]);
  }
};

const generate = async (
  { llama, chatWrapper, batchSize }: LoadedModel,
  generation: Generation,
  { signal, onDelta }: EngineCallContext,
): Promise<EngineAnswer> => {
  const { request, history, prompt, sequence } = generation;
  const room = roomFor(generation);
  const grammar = await grammarOf(llama, request.schema);
  const meter = sequence.tokenMeter.getState();
  await readPrompt(batchSize, generation, signal);
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
        inputTokens: prompt.length,
        cachedInputTokens: Math.max(0, prompt.length - used.usedInputTokens),
        outputTokens: used.usedOutputTokens,
      },
    };
  } finally {
    chat.dispose({ disposeSequence: false });
  }
};
