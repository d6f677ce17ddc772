import { workBatch, type WorkDeps, type WorkOptions } from './work-batch.ts';

export interface BatchWorkerOptions extends Partial<WorkOptions> {
  /** Batches that this process works on at once. */
  readonly batches?: number;
  /** How often it looks for batches that others left. */
  readonly pollMs?: number;
}

export interface BatchWorker {
  readonly start: () => void;
  /** Looks for work at once. */
  readonly wake: () => void;
  /** Aborts what runs; the lines in hand are answered again later, by whoever claims the batch. */
  readonly stop: () => Promise<void>;
}

const defaults = {
  batches: 2,
  concurrency: 8,
  leaseMs: 30_000,
  pollMs: 5_000,
  attempts: 5,
  pauseMs: 1_000,
  longestPauseMs: 60_000,
} as const;

/** Works off batches in the background, one process of many. What a process leaves when it dies, another takes up. */
export const createBatchWorker = (deps: WorkDeps, given: BatchWorkerOptions = {}): BatchWorker => {
  const options = { ...defaults, ...given };
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  const report = (thrown: unknown): void =>
    deps.log('error', 'a batch was interrupted', {
      problem: thrown instanceof Error ? thrown.message : String(thrown),
    });

  const claimOne = async (): Promise<boolean> => {
    // A name for each claim: work whose lease ran out must not take a later one for its own.
    const worker = deps.ids.uuid();
    const batch = await deps.batches.claim(worker, options.leaseMs);
    if (batch === undefined) return false;
    const work: Promise<void> = workBatch(deps, batch, { ...options, worker, signal: stopping.signal })
      .catch(report)
      .finally(() => {
        running.delete(work);
        wake();
      });
    running.add(work);
    return true;
  };
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      while (!stopping.signal.aborted && running.size < options.batches && (await claimOne()));
    } catch (thrown) {
      report(thrown);
    } finally {
      isLooking = false;
    }
  };
  const wake = (): void => {
    if (!stopping.signal.aborted) void look();
  };
  const poll = (): void => {
    wake();
    timer = setTimeout(poll, options.pollMs);
    timer.unref();
  };
  return {
    start: poll,
    wake,
    stop: async () => {
      stopping.abort(new Error('the server stops'));
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
