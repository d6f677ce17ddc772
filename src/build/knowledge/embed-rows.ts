import { FaultError, type JournalDep, type ProgressDep } from '#kernel';
import type { EmbeddingModel } from '#build/models';
import type { Chunk } from './contract.ts';
import { knowledgeFaults } from './errors.ts';
import type { IndexRow } from './port.ts';

export interface EmbeddableChunk {
  readonly chunk: Chunk;
  readonly embeddedText: string;
  readonly indexedText: string;
}

export interface EmbedRequest {
  readonly model: EmbeddingModel;
  readonly chunks: readonly EmbeddableChunk[];
  readonly signal: AbortSignal;
}

/** What a kill -9 can lose. */
const batchSize = 32;

const toBase64 = (vectors: readonly Float32Array[]): string =>
  Buffer.concat(
    vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  ).toString('base64');

const fromBase64 = (encoded: string, dimensions: number): readonly Float32Array[] => {
  const bytes = Buffer.from(encoded, 'base64');
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return Array.from({ length: all.length / dimensions }, (_, index) =>
    all.subarray(index * dimensions, (index + 1) * dimensions),
  );
};

const problemOf = (vectors: readonly Float32Array[], texts: number, dimensions: number): string | undefined => {
  if (vectors.length !== texts) return `${vectors.length} vectors for ${texts} texts`;
  if (vectors.some(({ length }) => length !== dimensions)) return `vectors that have not ${dimensions} dimensions`;
  return vectors.some((vector) => !vector.every(Number.isFinite)) ? 'numbers that are not finite' : undefined;
};

const embedBatch = async ({ model, signal }: EmbedRequest, texts: readonly string[]): Promise<string> => {
  const embedded = await model.embed(texts, { kind: 'passage', signal });
  if (!embedded.ok) throw new FaultError(embedded.error);
  const problem = problemOf(embedded.value, texts.length, model.dimensions);
  if (problem !== undefined)
    throw new FaultError(knowledgeFaults.fault('KNOWLEDGE_EMBEDDING_BROKEN', { model: model.card.id, problem }));
  return toBase64(embedded.value);
};

/** Embeds chunks batch by batch; each batch is journalled under model and texts. Throws a `FaultError` when the model fails. */
export async function* embedRows(
  { journal, progress }: JournalDep & ProgressDep,
  request: EmbedRequest,
): AsyncGenerator<readonly IndexRow[]> {
  const { model, chunks, signal } = request;
  for (let from = 0; from < chunks.length; from += batchSize) {
    signal.throwIfAborted();
    const batch = chunks.slice(from, from + batchSize);
    const texts = batch.map(({ embeddedText }) => embeddedText);
    const inputs = { digest: model.digest, texts };
    const encoded = await journal.once({ step: 'knowledge/embed', inputs }, () => embedBatch(request, texts));
    const vectors = fromBase64(encoded, model.dimensions);
    progress({ stage: 'knowledge', message: 'Embedding passages', done: from + batch.length, total: chunks.length });
    yield batch.flatMap(({ chunk, indexedText }, index) => {
      const vector = vectors[index];
      return vector === undefined ? [] : [{ chunk, indexedText, vector }];
    });
  }
}
