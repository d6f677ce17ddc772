/** What is in the memory of a sequence, and whether somebody uses it. */
export interface Slot<Sequence> {
  readonly sequence: Sequence;
  busy: boolean;
  usedAt: number;
}

export interface SequencePoolOptions<Sequence> {
  readonly sequences: readonly Sequence[];
  /** Tokens that the sequence holds from calls before. */
  readonly held: (sequence: Sequence) => readonly number[];
}

const sharedPrefix = (first: readonly number[], second: readonly number[]): number => {
  const shorter = Math.min(first.length, second.length);
  let length = 0;
  while (length < shorter && first[length] === second[length]) length += 1;
  return length;
};

/**
 * Gives each call the free sequence that has read the most of its prompt already, so that a system prompt and passages
 * that come again cost nothing; of equals the one that was not used for longest. Calls beyond the sequences wait in order.
 */
export const createSequencePool = <Sequence>({ sequences, held }: SequencePoolOptions<Sequence>) => {
  const slots: readonly Slot<Sequence>[] = sequences.map((sequence) => ({ sequence, busy: false, usedAt: 0 }));
  const waiting: (() => void)[] = [];
  let turn = 0;

  const best = (prompt: readonly number[]): Slot<Sequence> | undefined =>
    slots
      .filter(({ busy }) => !busy)
      .map((slot) => ({ slot, shared: sharedPrefix(held(slot.sequence), prompt) }))
      .toSorted((first, second) => second.shared - first.shared || first.slot.usedAt - second.slot.usedAt)[0]?.slot;

  const take = async (prompt: readonly number[], signal: AbortSignal): Promise<Slot<Sequence>> => {
    for (;;) {
      signal.throwIfAborted();
      const slot = best(prompt);
      if (slot !== undefined) {
        turn += 1;
        return Object.assign(slot, { busy: true, usedAt: turn });
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
    }
  };

  return {
    /** Runs work on a sequence of its own. */
    use: async <Value>(
      { prompt, signal }: { readonly prompt: readonly number[]; readonly signal: AbortSignal },
      work: (sequence: Sequence) => Promise<Value>,
    ): Promise<Value> => {
      const slot = await take(prompt, signal);
      try {
        return await work(slot.sequence);
      } finally {
        slot.busy = false;
        // Everybody looks again: one that has gone away must not keep its turn.
        for (const wake of waiting.splice(0)) wake();
      }
    },
  };
};
