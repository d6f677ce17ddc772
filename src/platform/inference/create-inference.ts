import { availableParallelism } from 'node:os';
import { canonicalJson, err, ok } from '#kernel';
import type { EngineFailure, EngineSpecification, InferenceDep } from '#build/models';
import { createEnginePool, type EnginePool } from './engine-pool.ts';
import { createEngineProcess, type EngineProcess } from './engine-process.ts';
import type { VectorBlock } from './protocol.ts';

export interface InferenceOptions {
  /** Threads of each engine; chosen by its kind when absent. */
  readonly threads?: number;
  readonly maxPending?: number;
  readonly idleMs?: number;
}

export interface Inference extends InferenceDep {
  /** Process ids of the running engines. */
  readonly pids: () => readonly number[];
  /** Ends every engine; calls that wait get a failure. */
  readonly close: () => Promise<void>;
}

const mixedUp: EngineFailure = { kind: 'call', message: 'the engine answered with the wrong kind of value' };

const rowsOf = ({ rows, values }: VectorBlock): readonly Float32Array[] => {
  const dimensions = rows === 0 ? 0 : values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.slice(row * dimensions, (row + 1) * dimensions));
};

/**
 * llama.cpp spins at the end of every layer until all its threads are there, so one that has lost its core stops
 * the others: on two busy cores a call of 0.6 s with one thread took 6 to 20 s with two. One core stays free.
 */
const threadsOf = ({ engine }: EngineSpecification): number => {
  const cores = Math.min(8, availableParallelism());
  return engine === 'gguf' ? Math.max(1, cores - 1) : cores;
};

/** Runs local models, each in a child process of its own that starts with the first call. */
export const createInference = ({ threads, maxPending = 256, idleMs = 600_000 }: InferenceOptions = {}): Inference => {
  const processes = new Map<string, EnginePool>();
  const processOf = (engine: EngineSpecification): EnginePool => {
    const key = canonicalJson(engine);
    const open = (): EngineProcess =>
      createEngineProcess(engine, { threads: threads ?? threadsOf(engine), maxPending, idleMs });
    const running = processes.get(key) ?? createEnginePool(engine.processes ?? 1, open);
    processes.set(key, running);
    return running;
  };
  return {
    inference: {
      chat: async (engine, request, options = {}) => {
        // A fixed seed makes the retry after a crash say the same thing again.
        const seeded = { ...request, seed: request.seed ?? Math.floor(Math.random() * 2 ** 31) };
        const result = await processOf(engine).call({ kind: 'chat', request: seeded }, options);
        if (!result.ok) return result;
        return 'text' in result.value ? ok(result.value) : err(mixedUp);
      },
      embed: async (engine, texts, options = {}) => {
        const result = await processOf(engine).call({ kind: 'embed', texts }, options);
        if (!result.ok) return result;
        return 'rows' in result.value ? ok(rowsOf(result.value)) : err(mixedUp);
      },
      rank: async (engine, request, options = {}) => {
        const result = await processOf({ ...engine, task: 'rank' }).call({ kind: 'rank', request }, options);
        if (!result.ok) return result;
        return 'scores' in result.value ? ok(result.value.scores) : err(mixedUp);
      },
    },
    pids: () => [...processes.values()].flatMap((running) => running.pids()),
    close: async () => {
      await Promise.all([...processes.values()].map((running) => running.close()));
      processes.clear();
    },
  };
};
