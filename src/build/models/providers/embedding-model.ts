import { APICallError, type EmbeddingModelV4, type SharedV4ProviderOptions } from '@ai-sdk/provider';
import { err, FaultError, isFaultError, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EmbeddingModel } from '../port.ts';
import type { ProviderWire } from '../provider-wire.ts';
import { remoteDigest } from '../remote-digest.ts';
import { askedToWait, callProvider, unreachable, type CallPolicy } from './call-provider.ts';
import { wireFault } from './wire-fault.ts';

type Kind = 'query' | 'passage';

export interface EmbeddingSource {
  readonly load: () => Promise<EmbeddingModelV4>;
  /** Queries and passages may be embedded differently. */
  readonly options: (kind: Kind) => SharedV4ProviderOptions;
  readonly readError: ProviderWire['readError'];
  /** Texts that go into one call, where that is less than the library sends. */
  readonly batch?: number;
}

/** Calls at once; a provider may take one text a call. */
const parallelCalls = 4;
const usualBatch = 96;
const usualPolicy: CallPolicy = { timeoutMs: 60_000 };

const batchesOf = (texts: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(texts.length / size) }, (_, index) => texts.slice(index * size, (index + 1) * size));

const toUnit = (values: readonly number[]): Float32Array => {
  const vector = Float32Array.from(values);
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
};

const faultOf = ({ card: { id }, source: { readError } }: Call, thrown: unknown): Fault => {
  if (isFaultError(thrown)) return thrown.fault;
  if (!APICallError.isInstance(thrown) || thrown.statusCode === undefined) return unreachable(id, thrown);
  const { statusCode, responseHeaders = {}, responseBody = '', message } = thrown;
  if (statusCode < 300) return fault('MODELS_ANSWER_MALFORMED', { id, message });
  const error = readError(statusCode, responseHeaders, new TextEncoder().encode(responseBody));
  return askedToWait(wireFault(id, statusCode, error), Math.min(60_000, error.retryAfterMs ?? 0));
};

interface Call {
  readonly card: ModelCard;
  readonly source: EmbeddingSource;
  readonly model: EmbeddingModelV4;
  readonly kind: Kind;
  readonly policy: CallPolicy;
  readonly signal: AbortSignal | undefined;
}

const attempt = async (call: Call, values: readonly string[], abortSignal: AbortSignal) => {
  const { card, source, model, kind } = call;
  try {
    const providerOptions = source.options(kind);
    const { embeddings } = await model.doEmbed({ values: [...values], providerOptions, abortSignal });
    if (embeddings.length === values.length && embeddings.every(({ length }) => length === card.dimensions))
      return embeddings.map(toUnit);
    const message = `It gave ${embeddings.length} vectors of ${embeddings[0]?.length ?? 0} numbers for ${values.length} texts; ${card.dimensions} numbers were expected.`;
    throw new FaultError(fault('MODELS_ANSWER_MALFORMED', { id: card.id, message }));
  } catch (thrown) {
    throw new FaultError(faultOf(call, thrown));
  }
};

/** All batches, a few at once, in order; the first failure is the answer. */
const embedAll = async (call: Call, texts: readonly string[]): Promise<Result<readonly Float32Array[], Fault>> => {
  const { model, source, card, policy, signal } = call;
  const size = Math.min((await model.maxEmbeddingsPerCall) ?? usualBatch, source.batch ?? usualBatch);
  const batches = batchesOf(texts, size);
  const vectors: (readonly Float32Array[])[] = [];
  const left = batches.entries();
  let failure: Fault | undefined;
  const work = async (): Promise<void> => {
    for (const [index, batch] of left) {
      const embedded = await callProvider(
        { id: card.id, signal, attempt: async (inner) => attempt(call, batch, inner) },
        policy,
      );
      if (failure !== undefined) return;
      if (embedded.ok) vectors[index] = embedded.value;
      else failure = embedded.error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelCalls, batches.length) }, work));
  return failure === undefined ? ok(vectors.flat()) : err(failure);
};

/** An embedding model behind the AI SDK's interface as ours: unit vectors, batches, retries and faults. */
export const openEmbeddingModel = (
  card: ModelCard,
  source: EmbeddingSource,
  policy: CallPolicy = usualPolicy,
): EmbeddingModel => ({
  card,
  digest: remoteDigest(card),
  dimensions: card.dimensions,
  embed: async (texts, { kind, signal }) => {
    signal?.throwIfAborted();
    try {
      const model = await source.load();
      return await embedAll({ card, source, model, kind, policy, signal }, texts);
    } catch (thrown) {
      signal?.throwIfAborted();
      if (isFaultError(thrown)) return err(thrown.fault);
      throw thrown;
    }
  },
});
