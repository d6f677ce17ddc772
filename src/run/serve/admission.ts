/** Holds a place among the running requests. */
export interface Place {
  readonly waitedMs: number;
  /** Idempotent. */
  readonly leave: () => void;
}

export interface Admission {
  /** A place at once or after waiting; undefined when the queue is full. Rejects with the signal's reason. */
  readonly enter: (signal: AbortSignal) => Promise<Place | undefined>;
  readonly counts: () => { readonly running: number; readonly waiting: number };
  /** Seconds after which a turned-away client should come again. */
  readonly retryAfter: () => number;
}

export interface AdmissionOptions {
  readonly concurrency: number;
  readonly queue: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Bounds how many answers are made at once and how many wait; what does not fit is turned away. */
export const createAdmission = ({ concurrency, queue, now }: AdmissionOptions): Admission => {
  const waiting = new Set<() => void>();
  let running = 0;
  let typicalMs = 1000;

  const place = (waitedMs: number): Place => {
    const since = now();
    let here = true;
    const leave = (): void => {
      if (!here) return;
      here = false;
      running -= 1;
      typicalMs += 0.2 * (now() - since - typicalMs);
      const [next] = waiting;
      next?.();
    };
    return { waitedMs, leave };
  };

  const wait = (signal: AbortSignal): Promise<Place> => {
    const since = now();
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const onAbort = (): void => {
      waiting.delete(start);
      reject(signal.reason);
    };
    const start = (): void => {
      waiting.delete(start);
      signal.removeEventListener('abort', onAbort);
      running += 1;
      resolve(place(now() - since));
    };
    waiting.add(start);
    signal.addEventListener('abort', onAbort, { once: true });
    return promise;
  };

  return {
    enter: async (signal) => {
      signal.throwIfAborted();
      if (running < concurrency) {
        running += 1;
        return place(0);
      }
      return waiting.size < queue ? wait(signal) : undefined;
    },
    counts: () => ({ running, waiting: waiting.size }),
    retryAfter: () => Math.min(60, Math.max(1, Math.ceil(((waiting.size + 1) * typicalMs) / concurrency / 1000))),
  };
};
