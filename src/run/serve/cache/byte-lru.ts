export interface ByteLruOptions<Value> {
  readonly maximumEntries: number;
  readonly maximumBytes: number;
  /** Bytes that an entry holds, its key left out. */
  readonly weigh: (value: Value) => number;
  /** Wall time in milliseconds. */
  readonly now: () => number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
  readonly until: number;
}

/** What of a key counts towards the bytes; more than any key here. */
const keyBytes = 100;

/** A map with a bound on entries and on bytes that forgets what was not used for longest, and what is too old. */
export const createByteLru = <Value>({ maximumEntries, maximumBytes, weigh, now }: ByteLruOptions<Value>) => {
  const entries = new Map<string, Entry<Value>>();
  let bytes = 0;

  const remove = (key: string, entry: Entry<Value>): void => {
    entries.delete(key);
    bytes -= entry.bytes;
  };

  const shrink = (): void => {
    for (const [key, entry] of entries) {
      if (entries.size <= maximumEntries && bytes <= maximumBytes) return;
      remove(key, entry);
    }
  };

  return {
    get: (key: string): Value | undefined => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until <= now()) {
        remove(key, entry);
        return undefined;
      }
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set: (key: string, value: Value, ttlMs: number): void => {
      const before = entries.get(key);
      if (before !== undefined) remove(key, before);
      const entry = { value, bytes: weigh(value) + keyBytes, until: now() + ttlMs };
      if (entry.bytes > maximumBytes || maximumEntries === 0) return;
      entries.set(key, entry);
      bytes += entry.bytes;
      shrink();
    },
    delete: (key: string): void => {
      const entry = entries.get(key);
      if (entry !== undefined) remove(key, entry);
    },
    clear: (): void => {
      entries.clear();
      bytes = 0;
    },
    counts: () => ({ entries: entries.size, bytes }),
  };
};

export type ByteLru<Value> = ReturnType<typeof createByteLru<Value>>;
