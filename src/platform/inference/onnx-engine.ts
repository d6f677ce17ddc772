import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EngineSpecification } from '#build/models';
import { batchByLength, type TokenisedText } from './batch-by-length.ts';
import { poolMean } from './pool-mean.ts';
import { EngineError, type Engine, type VectorBlock } from './protocol.ts';
import { createSerial } from './serial.ts';

/** Tokens of one batch: small, so that a question does not wait long behind an indexing job. */
const batchTokens = 1024;
/** A text is cut to this many characters for each token that counts, before the tokenizer sees it. */
const charactersPerToken = 12;

const feedsOf = (session: InferenceSession, batch: readonly TokenisedText[]): Record<string, Tensor> => {
  const width = Math.max(...batch.map(({ tokens }) => tokens.length));
  const ids = new BigInt64Array(batch.length * width);
  const mask = new BigInt64Array(batch.length * width);
  for (const [row, { tokens }] of batch.entries()) {
    for (const [column, token] of tokens.entries()) {
      ids[row * width + column] = BigInt(token);
      mask[row * width + column] = 1n;
    }
  }
  const all: Record<string, BigInt64Array> = {
    input_ids: ids,
    attention_mask: mask,
    token_type_ids: new BigInt64Array(batch.length * width),
  };
  return Object.fromEntries(
    session.inputNames.map((name) => [name, new Tensor('int64', all[name] ?? ids, [batch.length, width])]),
  );
};

const createTokenise = async (path: string, maxTokens: number) => {
  const definition: object = JSON.parse(await readFile(path, 'utf8'));
  const tokenizer = new Tokenizer(definition, {});
  return (text: string): readonly number[] => {
    const { ids } = tokenizer.encode(text.slice(0, maxTokens * charactersPerToken));
    // The last token closes the sequence ([SEP]) and stays when the text is cut.
    const last = ids.at(-1);
    return ids.length > maxTokens && last !== undefined ? [...ids.slice(0, maxTokens - 1), last] : ids;
  };
};

const createRunBatch = (session: InferenceSession) => async (batch: readonly TokenisedText[]) => {
  const output = (await session.run(feedsOf(session, batch)))[session.outputNames[0] ?? ''];
  const [, width, dimensions] = output?.dims ?? [];
  if (!(output?.data instanceof Float32Array) || width === undefined || dimensions === undefined) {
    throw new EngineError('call', 'the model gave no token vectors');
  }
  return poolMean(output.data, { width, dimensions, lengths: batch.map(({ tokens }) => tokens.length) });
};

/** Sentence embeddings from an ONNX encoder: mean over the tokens, unit length. */
export const loadOnnxEngine = async (engine: EngineSpecification, threads: number): Promise<Engine> => {
  if (engine.tokenizerPath === undefined) throw new EngineError('load', 'an ONNX model needs its tokenizer.json');
  const tokenise = await createTokenise(engine.tokenizerPath, engine.maxTokens);
  const session = await InferenceSession.create(engine.path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Waiting threads sleep: other work on the same cores matters more than the last percent of speed.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const runBatch = createRunBatch(session);
  const serial = createSerial();
  return {
    run: async (call, { signal }) => {
      if (call.kind !== 'embed') throw new EngineError('call', `an embedding model cannot ${call.kind}`);
      const texts = call.texts.map((text, index) => ({ index, tokens: tokenise(text) }));
      const vectors: Float32Array[] = [];
      for (const batch of batchByLength(texts, batchTokens)) {
        signal.throwIfAborted();
        const pooled = await serial(() => runBatch(batch));
        for (const [row, { index }] of batch.entries()) vectors[index] = pooled[row] ?? new Float32Array();
      }
      return toBlock(vectors);
    },
  };
};

const toBlock = (vectors: readonly Float32Array[]): VectorBlock => {
  const dimensions = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * dimensions);
  for (const [row, vector] of vectors.entries()) values.set(vector, row * dimensions);
  return { rows: vectors.length, values };
};
