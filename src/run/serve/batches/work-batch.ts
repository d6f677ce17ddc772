import type { BlobsDep, ClockDep, IdDep, LogDep } from '#kernel';
import { answerLine, type RetryOptions } from './answer-line.ts';
import { keepLease } from './keep-lease.ts';
import { parseLines, type BatchLine } from './parse-lines.ts';
import type { Batch, BatchCallDep, BatchStoreDep, FinishedBatch, Lease } from './port.ts';
import { openFile } from './sealed-file.ts';
import { writeResults } from './write-results.ts';

export type WorkDeps = BatchStoreDep & BatchCallDep & BlobsDep & ClockDep & IdDep & LogDep;

export interface WorkOptions extends RetryOptions {
  readonly leaseMs: number;
  /** Lines that are answered at once. */
  readonly concurrency: number;
}

interface Input {
  readonly bytes: Buffer;
  readonly lines: readonly BatchLine[];
}

/** The lines of a batch; undefined when it has failed for what they are. */
const readInput = async (deps: WorkDeps, batch: Batch, lease: Lease): Promise<Input | undefined> => {
  const file = await deps.batches.file(batch.inputFile, undefined);
  const bytes = file === undefined ? undefined : await openFile(deps, file);
  if (bytes === undefined) {
    const message = `The content of file ${batch.inputFile} is gone.`;
    await deps.batches.fail(lease, [{ code: 'input_file_missing', message, line: null, param: 'input_file_id' }]);
    return undefined;
  }
  const { lines, problems } = await parseLines(bytes, batch.endpoint);
  if (problems.length > 0) {
    await deps.batches.fail(lease, problems);
    return undefined;
  }
  if (batch.status === 'validating') await deps.batches.begin(lease, lines.length);
  return { bytes, lines };
};

interface Run {
  readonly batch: Batch;
  readonly input: Input;
  readonly options: WorkOptions;
  readonly signal: AbortSignal;
  /** Aborts the lines in hand. */
  readonly abort: () => void;
  /** Why no further line is begun. */
  readonly reason: () => 'lost' | 'cancelled' | 'expired' | 'stopped' | undefined;
}

/** Answers what has no result yet; every result is stored before the next line is begun in its place. */
const answerLines = async (deps: WorkDeps, { batch, input, options, signal, abort, reason }: Run): Promise<void> => {
  const done = await deps.batches.doneLines(batch.id);
  const waiting = input.lines.filter(({ line }) => !done.has(line)).values();
  const work = async (): Promise<void> => {
    for (const line of waiting) {
      if (reason() !== undefined) return;
      const text = input.bytes.toString('utf8', line.start, line.end);
      const result = await answerLine(deps, { batch, line, text, signal, retry: options });
      if (result !== undefined) await deps.batches.addResult(batch.id, result);
    }
  };
  const workers = Array.from({ length: options.concurrency }, () =>
    work().catch((thrown: unknown) => {
      abort();
      throw thrown;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
};

const endOf = (reason: ReturnType<Run['reason']>): FinishedBatch['status'] =>
  reason === 'cancelled' || reason === 'expired' ? reason : 'completed';

/** Works on a claimed batch until it is over, another has it, or the signal asks to stop: then it is released. */
export const workBatch = async (
  deps: WorkDeps,
  batch: Batch,
  { signal, worker, ...options }: WorkOptions & { readonly signal: AbortSignal; readonly worker: string },
): Promise<void> => {
  const lease: Lease = { batch: batch.id, worker };
  const lost = new AbortController();
  const abort = (): void => lost.abort();
  const kept = keepLease(deps, lease, { leaseMs: options.leaseMs, onLost: abort });
  const reason: Run['reason'] = () => {
    if (signal.aborted) return 'stopped';
    if (kept.reason() === undefined && deps.clock.now() > batch.expiresAt) return 'expired';
    return batch.status === 'cancelling' ? 'cancelled' : kept.reason();
  };
  try {
    const input = await readInput(deps, batch, lease);
    if (input === undefined) return;
    await answerLines(deps, { batch, input, options, reason, abort, signal: AbortSignal.any([signal, lost.signal]) });
    const ended = reason();
    if (ended === 'lost') return;
    if (ended === 'stopped') await deps.batches.release(lease);
    else
      await deps.batches.finish(lease, await writeResults(deps, batch, { lines: input.lines, status: endOf(ended) }));
  } finally {
    kept.end();
  }
};
