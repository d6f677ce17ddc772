import { err, ok, type JournalDep, type Json } from '#kernel';
import type { ModelCard } from './contract.ts';
import type { Source } from './parse-source.ts';
import type { EngineAnswer, InferenceDep, WeightsDep } from './port.ts';

/** Weights that come from every kind of source that is not broken. */
export const fakeWeights = (broken: readonly Source['kind'][] = []): WeightsDep => {
  const here = new Set<string>();
  const pathOf = (card: ModelCard, name: string): string => `/models/${card.id}/${name}`;
  return {
    weights: {
      digest: async (path) => `digest-of-${path}`,
      locate: async (card, file) => (here.has(pathOf(card, file.name)) ? pathOf(card, file.name) : undefined),
      fetch: async ({ card, file, source }, { onProgress } = {}) => {
        if (broken.includes(source.kind)) return err('it does not answer');
        onProgress?.(1_000_000, 2_000_000);
        here.add(pathOf(card, file.name));
        return ok(pathOf(card, file.name));
      },
    },
  };
};

/** Engines that say one text and embed everything as the same vector. */
export const fakeInference = (text: string, dimensions = 384): InferenceDep & { calls: number } => {
  const answer: EngineAnswer = {
    text,
    finishReason: 'stop',
    usage: { inputTokens: 7, cachedInputTokens: 0, outputTokens: 3 },
  };
  const fake = {
    calls: 0,
    inference: {
      chat: async (...[, , options]: Parameters<InferenceDep['inference']['chat']>) => {
        options?.signal?.throwIfAborted();
        fake.calls += 1;
        options?.onDelta?.(text);
        return ok(answer);
      },
      rank: async (...[, { documents }]: Parameters<InferenceDep['inference']['rank']>) =>
        ok(documents.map((_, index) => 1 / (index + 1))),
      embed: async (...[, texts]: Parameters<InferenceDep['inference']['embed']>) => {
        fake.calls += 1;
        return ok(texts.map(() => new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions))));
      },
    },
  };
  return fake;
};

/** A journal in memory. */
export const fakeJournal = (): JournalDep => {
  const kept = new Map<string, Json>();
  return {
    journal: {
      once: async <Value extends Json>(key: unknown, work: () => Promise<Value>) => {
        const name = JSON.stringify(key);
        const known = kept.get(name);
        // The caller that stored the value asked with the same key, and so for the same type.
        if (known !== undefined) return known as Value;
        const value = await work();
        kept.set(name, value);
        return value;
      },
    },
  };
};
