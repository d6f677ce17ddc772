import { z } from 'zod';
import type { JournalDep } from '#kernel';
import { quantileEstimate } from '#kernel/statistics';
import type { Candidate } from '#build/strategy/contract';
import type { LoadTest, ReadinessConfig } from './contract.ts';
import type { LoadDep } from './port.ts';

const outcomeSchema = z.object({ latencies: z.array(z.number()), errors: z.number(), seconds: z.number() });

export interface LoadTestInput {
  readonly candidate: Candidate;
  readonly load: ReadinessConfig['load'];
  readonly questions: readonly string[];
  readonly signal: AbortSignal;
}

/** Quantiles of the latency under load; measured once for a candidate and a load, whatever happens to the run. */
export const testLoad = async ({ load, journal }: LoadDep & JournalDep, input: LoadTestInput): Promise<LoadTest> => {
  const { candidate, questions, signal, load: wanted } = input;
  const key = { step: 'readiness/load', inputs: { candidate: candidate.id, load: wanted, questions } };
  const stored = await journal.once(key, async () => {
    const { latencies, errors, seconds } = await load(candidate, { ...wanted, questions, signal });
    return { latencies: [...latencies], errors, seconds };
  });
  const { latencies, errors, seconds } = outcomeSchema.parse(stored);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantileEstimate(latencies, q));
  return {
    candidateId: candidate.id,
    requests: latencies.length + errors,
    errors,
    concurrency: wanted.concurrency,
    seconds,
    answersPerSecond: seconds > 0 ? latencies.length / seconds : 0,
    ...(p50 && p95 && p99 && { p50, p95, p99 }),
  };
};
