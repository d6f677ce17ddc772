import type { IncomingMessage } from 'node:http';

export type BodyProblem = 'too-large' | 'gone' | 'stalled';

export type BodyReader = (
  request: IncomingMessage,
  maximumBytes: number,
  done: (body: Buffer | BodyProblem) => void,
) => void;

const empty = Buffer.alloc(0);
const sweepMs = 5_000;

interface Reading {
  readonly stop: () => void;
  lastAt: number;
}

/** Ends what has been silent for too long, with one timer for all, and none while nothing is read. */
const createSweep = (patienceMs: number) => {
  const readings = new Set<Reading>();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    const oldest = performance.now() - patienceMs;
    for (const reading of readings) if (reading.lastAt < oldest) reading.stop();
    if (readings.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return {
    add: (reading: Reading): void => {
      readings.add(reading);
      timer ??= setInterval(sweep, Math.min(sweepMs, patienceMs)).unref();
    },
    remove: (reading: Reading): void => void readings.delete(reading),
  };
};

/** Reads bodies whole, at most so many bytes each, from clients that keep sending. */
export const createBodyReader = (patienceMs: number): BodyReader => {
  const sweep = createSweep(patienceMs);
  return (request, maximumBytes, done) => {
    if (Number(request.headers['content-length'] ?? 0) > maximumBytes) return done('too-large');
    const parts: Buffer[] = [];
    let [bytes, isDone] = [0, false];
    const finish = (result: Buffer | BodyProblem): void => {
      if (isDone) return;
      isDone = true;
      sweep.remove(reading);
      done(result);
    };
    const reading: Reading = { stop: () => finish('stalled'), lastAt: performance.now() };
    sweep.add(reading);
    request.on('data', (part: Buffer) => {
      if (isDone) return;
      bytes += part.length;
      reading.lastAt = performance.now();
      if (bytes > maximumBytes) finish('too-large');
      else parts.push(part);
    });
    request.once('end', () => finish(parts.length === 1 ? (parts[0] ?? empty) : Buffer.concat(parts, bytes)));
    request.once('close', () => finish('gone'));
  };
};
