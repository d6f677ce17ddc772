import type { QuantityUnit } from './format-quantity.ts';

const units: Readonly<Record<string, QuantityUnit>> = {
  'latency-p50': 'ms',
  'latency-p95': 'ms',
  'cost-per-answer': 'usd',
};

/** The unit of a metric of the kernel's catalogue; shares are the rule. */
export const unitOf = (metric: string): QuantityUnit => units[metric] ?? 'share';

export const betterOf = (metric: string): 'higher' | 'lower' =>
  metric in units || metric === 'bad-answer-rate' ? 'lower' : 'higher';

/** `answer-accuracy` becomes `Answer accuracy`. */
export const metricName = (metric: string): string =>
  metric.charAt(0).toUpperCase() + metric.slice(1).replaceAll('-', ' ');
