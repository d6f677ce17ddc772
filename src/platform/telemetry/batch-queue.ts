import { setTimeout as sleep } from 'node:timers/promises';
import { isFaultError } from '#kernel';

export interface BatchQueueOptions<Item> {
  readonly write: (items: readonly Item[]) => Promise<void>;
  /** How many bytes an item holds, about; 256 for each when absent. */
  readonly weigh?: (item: Item) => number;
  /** Items beyond this are dropped and counted; 10,000 when absent. */
  readonly capacity?: number;
  /** 64 MiB when absent. */
  readonly capacityBytes?: number;
  readonly batchSize?: number;
  /** An item is written at most this much later while the store answers; 200 ms when absent. */
  readonly delayMs?: number;
  /** The longest pause between attempts while the store is down; 5 seconds when absent. */
  readonly longestPauseMs?: number;
}

export interface QueueCounts {
  readonly queued: number;
  readonly written: number;
  readonly dropped: number;
  /** Writes that failed; their items were kept and tried again. */
  readonly failures: number;
}

/** Takes items at once and writes them later in batches. */
export interface BatchQueue<Item> {
  /** Never waits and never throws. */
  readonly add: (item: Item) => void;
  readonly counts: () => QueueCounts;
  /** Waits until what is queued now is written, at most `timeoutMs`; false when it was not. */
  readonly flush: (timeoutMs?: number) => Promise<boolean>;
  /** Flushes and stops; what could not be written in time counts as dropped. */
  readonly close: (timeoutMs?: number) => Promise<void>;
}

interface Entry<Item> {
  readonly item: Item;
  readonly bytes: number;
}

interface State<Item> {
  entries: Entry<Item>[];
  bytes: number;
  written: number;
  /** Left the queue, written or refused by the store. */
  processed: number;
  dropped: number;
  failures: number;
  pauseMs: number;
  closed: boolean;
}

type Options<Item> = Required<BatchQueueOptions<Item>>;

const isTemporary = (thrown: unknown): boolean => isFaultError(thrown) && thrown.fault.retryable;

/** One bad item must not hold up the others: each is written alone, and the bad ones are dropped. */
const writeEach = async <Item>(items: readonly Item[], write: Options<Item>['write']): Promise<number> => {
  let written = 0;
  for (const item of items) {
    const done = await write([item]).then(
      () => 1,
      () => 0,
    );
    written += done;
  }
  return written;
};

const writeBatch = async <Item>(
  state: State<Item>,
  { write, batchSize, longestPauseMs }: Options<Item>,
): Promise<void> => {
  const batch = state.entries.slice(0, batchSize);
  const items = batch.map(({ item }) => item);
  let written = items.length;
  try {
    await write(items);
  } catch (thrown) {
    state.failures += 1;
    if (isTemporary(thrown)) {
      state.pauseMs = Math.min(longestPauseMs, Math.max(100, state.pauseMs * 2));
      return;
    }
    written = await writeEach(items, write);
  }
  if (state.closed) return;
  state.entries = state.entries.slice(batch.length);
  state.bytes = batch.reduce((bytes, entry) => bytes - entry.bytes, state.bytes);
  state.written += written;
  state.dropped += batch.length - written;
  state.processed += batch.length;
  state.pauseMs = 0;
};

const withDefaults = <Item>(options: BatchQueueOptions<Item>): Options<Item> => ({
  weigh: () => 256,
  capacity: 10_000,
  capacityBytes: 64 * 1024 * 1024,
  batchSize: 500,
  delayMs: 200,
  longestPauseMs: 5_000,
  ...options,
});

/** Writes batches one after the other, `delayMs` after it was woken; returns how to wake it. */
const createPump = <Item>(state: State<Item>, options: Options<Item>) => {
  let pumping = false;
  let timer: NodeJS.Timeout | undefined;
  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    clearTimeout(timer);
    timer = undefined;
    await writeBatch(state, options);
    pumping = false;
    wake(state.entries.length >= options.batchSize);
  };
  const wake = (now: boolean): void => {
    if (pumping || state.closed || state.entries.length === 0) return;
    if (now && state.pauseMs === 0) void pump();
    timer ??= setTimeout(() => void pump(), Math.max(options.delayMs, state.pauseMs)).unref();
  };
  return { pump, wake };
};

/** A bounded queue in front of a store: the caller goes on at once, and a store that is down costs items, not answers. */
export const createBatchQueue = <Item>(given: BatchQueueOptions<Item>): BatchQueue<Item> => {
  const options = withDefaults(given);
  const { capacity, capacityBytes, batchSize, weigh } = options;
  const state: State<Item> = {
    entries: [],
    bytes: 0,
    written: 0,
    processed: 0,
    dropped: 0,
    failures: 0,
    pauseMs: 0,
    closed: false,
  };
  const { pump, wake } = createPump(state, options);
  const flush = async (timeoutMs = 5_000): Promise<boolean> => {
    const deadline = performance.now() + timeoutMs;
    const target = state.processed + state.entries.length;
    while (state.processed < target) {
      if (performance.now() > deadline) return false;
      void pump();
      await sleep(state.pauseMs === 0 ? 2 : 50);
    }
    return true;
  };
  return {
    add: (item) => {
      const bytes = weigh(item);
      if (state.closed || state.entries.length >= capacity || state.bytes + bytes > capacityBytes) {
        state.dropped += 1;
        return;
      }
      state.entries.push({ item, bytes });
      state.bytes += bytes;
      wake(state.entries.length >= batchSize);
    },
    counts: () => ({
      queued: state.entries.length,
      written: state.written,
      dropped: state.dropped,
      failures: state.failures,
    }),
    flush,
    close: async (timeoutMs = 5_000) => {
      await flush(timeoutMs);
      state.closed = true;
      state.dropped += state.entries.length;
      state.entries = [];
      state.bytes = 0;
    },
  };
};
