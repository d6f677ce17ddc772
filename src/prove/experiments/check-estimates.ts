import type { Assessment } from '#plan/assess/contract';
import { formatValue } from '#prove/evaluate';
import type { Comparison } from './contract.ts';

type Checks = Comparison['estimateCheck'];

const within = (value: number, { low, high }: { readonly low: number; readonly high: number }): boolean =>
  value >= low && value <= high;

const range = (metric: string, { low, high }: { readonly low: number; readonly high: number }): string =>
  `${formatValue(metric, low)} to ${formatValue(metric, high)}`;

/** What the assessment expected of its recommended strategy against what was measured of the candidate of that name. */
export const checkEstimates = (
  { recommended, estimate }: Pick<Assessment, 'recommended' | 'estimate'>,
  { rows, champion }: Pick<Comparison, 'rows' | 'champion'>,
): Checks => {
  const [expected] = recommended;
  const chosen = rows.find(({ candidateId }) => candidateId === champion);
  if (expected === undefined || chosen === undefined) return [];
  const strategy = {
    what: 'recommended strategy',
    estimated: expected,
    measured: chosen.name,
    within: expected === chosen.name,
  };
  const row = rows.find(({ name }) => name === expected);
  if (row === undefined) return [strategy];
  const { latencyMs, usdPerAnswer } = estimate;
  return [
    strategy,
    {
      what: `median latency of ${row.name}`,
      estimated: range('latency-p50', latencyMs),
      measured: `${formatValue('latency-p50', row.latencyMs.value)} (${range('latency-p50', row.latencyMs)})`,
      within: within(row.latencyMs.value, latencyMs),
    },
    {
      what: `cost per answer of ${row.name}`,
      estimated: range('cost-per-answer', usdPerAnswer),
      measured: formatValue('cost-per-answer', row.usdPerAnswer),
      within: within(row.usdPerAnswer, usdPerAnswer),
    },
  ];
};
