import type { ClockDep } from '#kernel';
import { createByteLru, type ByteLru } from './byte-lru.ts';
import { createFalseHitMeter, type FalseHitMeter, type FalseHitReport } from './false-hits.ts';
import type { CachedAnswer, CacheRequest, OpenEmbedding, SemanticHit } from './port.ts';
import { differenceOf, sharedFrame } from './same-question.ts';
import { varyingTurn, type VaryingTurn } from './varying-turn.ts';

export interface SemanticSettings {
  readonly threshold: number;
  readonly ttlSeconds: number;
  readonly shadowShare: number;
  readonly maximumFalseHits: number;
}

export interface SemanticDeps extends ClockDep {
  readonly openEmbedding: OpenEmbedding;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** Where an answer may be kept, and a hit when there is one. */
export interface SemanticLookup {
  readonly hit: SemanticHit | undefined;
  readonly keep: (answer: CachedAnswer) => void;
}

/** Answers by similar questions; opt-in, because a similar question may want another answer. */
export interface SemanticCache {
  /** Undefined when similarity says nothing about this request, the cache is off, or there is no embedding model. */
  readonly find: (request: CacheRequest, settings: SemanticSettings) => Promise<SemanticLookup | undefined>;
  /** Takes what the model said to a hit that was to be measured. */
  readonly measured: (route: string, isFalse: boolean) => void;
  readonly clear: () => void;
  readonly reports: () => Readonly<Record<string, FalseHitReport>>;
}

interface Kept {
  readonly text: string;
  readonly vector: Float32Array;
  readonly answer: CachedAnswer;
  readonly until: number;
}

/** Longest wait for the vector of a question. */
const patienceMs = 2_000;
const maximumPartitions = 1000;
const keptInPartition = 500;
/** More of a question than this in common with another is a template. */
const templateShare = 0.8;
const templateLength = 200;

const cosine = (first: Float32Array, second: Float32Array): number => {
  let sum = 0;
  for (let index = 0; index < first.length; index += 1) sum += (first[index] ?? 0) * (second[index] ?? 0);
  return sum;
};

const isTemplate = (first: string, second: string): boolean =>
  Math.min(first.length, second.length) > templateLength && sharedFrame(first, second) > templateShare;

/** The most similar question that asks the same; a question equal to the letter is always one. */
const bestOf = (
  kept: readonly Kept[],
  { text }: VaryingTurn,
  { vector, threshold, now }: { readonly vector: Float32Array; readonly threshold: number; readonly now: number },
): { readonly entry: Kept; readonly similarity: number } | undefined => {
  const near = kept
    .filter(({ until }) => until > now)
    .map((entry) => ({ entry, similarity: cosine(entry.vector, vector) }))
    .filter(({ similarity }) => similarity >= threshold)
    .toSorted((first, second) => second.similarity - first.similarity);
  return near.find(
    ({ entry }) =>
      entry.text === text || (!isTemplate(entry.text, text) && differenceOf(entry.text, text) === undefined),
  );
};

const weighAll = (kept: readonly Kept[]): number =>
  kept.reduce((sum, { text, vector, answer }) => sum + 2 * text.length + 4 * vector.length + answer.bytes.length, 0);

const createMeters = () => {
  const meters = new Map<string, FalseHitMeter>();
  return {
    of: (route: string, maximumFalseHits: number): FalseHitMeter => {
      const meter = meters.get(route) ?? createFalseHitMeter(maximumFalseHits);
      meters.set(route, meter);
      return meter;
    },
    known: meters,
  };
};

const keepIn = (
  partitions: ByteLru<readonly Kept[]>,
  partition: string,
  { entry, ttlMs }: { readonly entry: Kept; readonly ttlMs: number },
): void => {
  const others = (partitions.get(partition) ?? []).filter(({ text }) => text !== entry.text);
  partitions.set(partition, [...others, entry].slice(-keptInPartition), ttlMs);
};

/** The semantic cache of one process. */
export const createSemanticCache = (
  { clock, openEmbedding, random }: SemanticDeps,
  { maximumBytes }: { readonly maximumBytes: number },
): SemanticCache => {
  const partitions = createByteLru<readonly Kept[]>({
    maximumEntries: maximumPartitions,
    maximumBytes,
    weigh: weighAll,
    now: clock.now,
  });
  const meters = createMeters();
  const embed = async (text: string): Promise<Float32Array | undefined> => {
    const model = await openEmbedding();
    // A cache must not hold up a call: a model that is still loading is left to finish for the next one.
    const embedding = model?.embed([text], { kind: 'query', signal: AbortSignal.timeout(patienceMs) });
    const vectors = await embedding?.catch(() => undefined);
    return vectors?.ok === true ? vectors.value[0] : undefined;
  };
  return {
    find: async (request, settings) => {
      const turn = varyingTurn(request);
      const meter = meters.of(request.route, settings.maximumFalseHits);
      if (turn === undefined || meter.report().off) return undefined;
      const vector = await embed(turn.text);
      if (vector === undefined) return undefined;
      const { threshold, shadowShare, ttlSeconds } = settings;
      const best = bestOf(partitions.get(turn.partition) ?? [], turn, { vector, threshold, now: clock.now() });
      if (best !== undefined) meter.hit();
      return {
        hit: best && { answer: best.entry.answer, similarity: best.similarity, shadow: random() < shadowShare },
        keep: (answer) => {
          const ttlMs = ttlSeconds * 1000;
          const entry = { text: turn.text, vector, answer, until: clock.now() + ttlMs };
          // Under the model that gave it, which need not be the one that was to be asked first.
          const given = varyingTurn({ ...request, model: answer.model }) ?? turn;
          keepIn(partitions, given.partition, { entry, ttlMs });
        },
      };
    },
    measured: (route, isFalse) => meters.known.get(route)?.measured(isFalse),
    clear: () => partitions.clear(),
    reports: () => Object.fromEntries([...meters.known].map(([route, meter]) => [route, meter.report()])),
  };
};
