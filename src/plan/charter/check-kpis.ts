import { err, findMetric, metrics, ok, type Fault, type Result } from '#kernel';
import type { Kpi } from './contract.ts';
import { charterFaults } from './errors.ts';

const sharedPrefix = (left: string, right: string): number => {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
};

const nearestMetric = (text: string): string =>
  metrics.map(({ id }) => id).toSorted((a, b) => sharedPrefix(b, text) - sharedPrefix(a, text))[0] ?? '';

const checkKpi = ({ id, metric, target }: Kpi): Fault | undefined => {
  const known = findMetric(metric);
  if (known === undefined) {
    return charterFaults.fault('CHARTER_METRIC_UNKNOWN', {
      kpi: id,
      metric,
      nearest: nearestMetric(metric),
      known: metrics.map((entry) => entry.id).join(', '),
    });
  }
  if (known.unit === 'share' && (target < 0 || target > 1)) {
    return charterFaults.fault('CHARTER_TARGET_OUT_OF_RANGE', { kpi: id, target, metric: known.name });
  }
  return undefined;
};

/** Binds every KPI to a metric: ids are unique, metrics exist, targets of shares lie in 0 to 1. */
export const checkKpis = (kpis: readonly Kpi[]): Result<readonly Kpi[], Fault> => {
  const seen = new Set<string>();
  for (const kpi of kpis) {
    if (seen.has(kpi.id)) return err(charterFaults.fault('CHARTER_KPI_DUPLICATE', { kpi: kpi.id }));
    seen.add(kpi.id);
    const fault = checkKpi(kpi);
    if (fault !== undefined) return err(fault);
  }
  return ok(kpis);
};
