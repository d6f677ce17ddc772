import type { EngineProcess } from './engine-process.ts';

/** Processes of one model that share its calls. */
export interface EnginePool {
  readonly call: EngineProcess['call'];
  readonly pids: () => readonly number[];
  readonly close: () => Promise<void>;
}

/**
 * Gives each call to the process with the fewest that wait; of equals to one that runs already, so that a second one
 * starts only when there is work for it. A process that dies tries its calls once more in a new one.
 */
export const createEnginePool = (size: number, open: () => EngineProcess): EnginePool => {
  const members = Array.from({ length: size }, () => ({ process: open(), calls: 0 }));
  const [first] = members;
  if (first === undefined) throw new RangeError(`a pool needs at least one process, got ${size}`);
  return {
    call: async (work, options) => {
      const member = members.reduce((best, next) => {
        if (next.calls !== best.calls) return next.calls < best.calls ? next : best;
        return best.process.pid() === undefined && next.process.pid() !== undefined ? next : best;
      }, first);
      member.calls += 1;
      try {
        return await member.process.call(work, options);
      } finally {
        member.calls -= 1;
      }
    },
    pids: () => members.flatMap(({ process }) => process.pid() ?? []),
    close: async () => {
      await Promise.all(members.map(({ process }) => process.close()));
    },
  };
};
