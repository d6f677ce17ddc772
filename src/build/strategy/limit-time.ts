import { err, type Fault, type Result } from '#kernel';

export interface TimeLimit {
  readonly timeoutMs: number;
  /** What the fault of a late answer is. */
  readonly late: () => Fault;
  /** The caller's; aborting it rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs work with a signal that fires at the limit or when the caller gives up; late work ends as a fault, whether or not it listens. */
export const limitTime = async <Value>(
  { timeoutMs, late, signal }: TimeLimit,
  work: (signal: AbortSignal) => Promise<Result<Value, Fault>>,
): Promise<Result<Value, Fault>> => {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const listening = new AbortController();
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
    timer = setTimeout(() => {
      isLate = true;
      stop.abort(new Error('time limit'));
    }, timeoutMs);
  });
  signal?.addEventListener('abort', () => stop.abort(signal.reason), { once: true, signal: listening.signal });
  try {
    return await Promise.race([work(stop.signal), over]);
  } catch (thrown) {
    if (isLate) return err(late());
    throw thrown;
  } finally {
    clearTimeout(timer);
    listening.abort();
  }
};
