import { formatEstimate, formatValue } from '#prove/evaluate';
import type { Facts, GateRule } from '../facts.ts';

const metric = 'latency-p95';
const minimumAnswers = 20;
/** Share of requests that may end in an error. */
const toleratedErrors = 0.01;

const limitOf = ({ charter, assessment }: Facts): number | undefined =>
  charter.body.kpis.find((kpi) => kpi.metric === metric && kpi.level === 'blocking')?.target ??
  assessment?.body.answers.latencyMs;

const verdictOf = ({ load }: Facts, limit: number | undefined): 'pass' | 'fail' | 'unknown' => {
  const { p95, requests, errors } = load.body;
  if (requests > 0 && errors / requests > toleratedErrors) return 'fail';
  if (limit === undefined || p95 === undefined) return 'unknown';
  if (p95.value > limit) return 'fail';
  return requests - errors < minimumAnswers ? 'unknown' : 'pass';
};

/** The 95th percentile of the latency while several ask at once, and hardly any error. */
export const loadGate: GateRule = (facts) => {
  const { requests, errors, concurrency, seconds, answersPerSecond, p95 } = facts.load.body;
  const limit = limitOf(facts);
  const figure = p95 ? ` p95 ${formatEstimate(metric, p95)}.` : '';
  const few =
    requests - errors < minimumAnswers ? ` Fewer than ${minimumAnswers} answers came in the time allowed.` : '';
  return [
    {
      id: 'load-latency',
      name: 'Latency under load',
      verdict: verdictOf(facts, limit),
      blocking: true,
      says: `${requests} requests, ${concurrency} at once, in ${seconds.toFixed(1)} s: ${answersPerSecond.toFixed(1)} answers a second, ${errors} errors.${figure}${few}`,
      target:
        limit === undefined
          ? 'the charter names none'
          : `p95 at most ${formatValue(metric, limit)}, errors at most ${toleratedErrors * 100} %`,
      ...(p95 && { measured: p95 }),
      evidence: facts.load.hash,
    },
  ];
};
