import { findMetric, type Metric } from '#kernel';
import type { MetricEstimate } from './contract.ts';

type Unit = Metric['unit'];

const places = (size: number): number => (size >= 100 ? 0 : size >= 1 ? 1 : 4);

const usd = (value: number): string => (value === 0 ? '0' : value.toFixed(Math.abs(value) >= 1 ? 2 : 6));

const formats: Readonly<Record<Unit, (value: number) => string>> = {
  share: (value) => (value * 100).toFixed(1),
  ms: (value) => value.toFixed(places(Math.abs(value))),
  usd,
  count: (value) => value.toFixed(places(Math.abs(value))),
};

const signs: Readonly<Record<Unit, string>> = { share: ' %', ms: ' ms', usd: ' USD', count: '' };

/** The unit of a metric; a metric the catalogue does not know counts. */
export const unitOf = (metric: string): Unit => findMetric(metric)?.unit ?? 'count';

/** A value of a metric with its unit, such as `62.5 %` or `840 ms`. */
export const formatValue = (metric: string, value: number): string => {
  const unit = unitOf(metric);
  return formats[unit](value) + signs[unit];
};

/** The interval of an estimate without its unit, such as `47.0 to 75.8`. */
export const formatInterval = (metric: string, { low, high }: Pick<MetricEstimate, 'low' | 'high'>): string =>
  `${formats[unitOf(metric)](low)} to ${formats[unitOf(metric)](high)}`;

/** Value, interval, confidence and n, such as `62.5 % (47.0 to 75.8, 95 % of n 40)`. */
export const formatEstimate = (metric: string, estimate: MetricEstimate): string =>
  `${formatValue(metric, estimate.value)} (${formatInterval(metric, estimate)}; ${Math.round(estimate.level * 100)} % interval, n ${estimate.n})`;
