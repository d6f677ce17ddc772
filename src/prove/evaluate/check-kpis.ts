import { findMetric } from '#kernel';
import type { Kpi } from '#plan/charter/contract';
import type { KpiCheck, Scorecard } from './contract.ts';

/** Metrics of operation, which no set of questions has a unit for, count as better when lower only if the catalogue says so. */
const directionOf = (metric: string): 'higher' | 'lower' => findMetric(metric)?.better ?? 'higher';

/** Whether a value is at least, or at most, its target. */
export const meetsTarget = (
  value: number,
  { target, better }: { readonly target: number; readonly better: 'higher' | 'lower' },
): boolean => (better === 'higher' ? value >= target : value <= target);

const checkKpi = ({ id, name, metric, target, level }: Kpi, metrics: Scorecard['metrics']): KpiCheck => {
  const better = directionOf(metric);
  const measured = metrics[metric];
  const known = { kpi: id, name, metric, target, better, level };
  if (measured === undefined) return { ...known, verdict: 'unknown' };
  return { ...known, verdict: meetsTarget(measured.value, known) ? 'met' : 'missed', measured };
};

/** Every KPI against the measured point estimate; the interval is shown beside it and never decides. */
export const checkKpis = (kpis: readonly Kpi[], { metrics }: Pick<Scorecard, 'metrics'>): readonly KpiCheck[] =>
  kpis.map((kpi) => checkKpi(kpi, metrics));
