import { findMetric } from '#kernel';
import type { MetricEstimate } from '#prove/evaluate/contract';
import { nothing, safe, type Html } from './html.ts';

const width = 150;
const middle = 6;

export interface IntervalBar {
  readonly metric: string;
  readonly estimate: MetricEstimate;
  readonly target?: number;
}

const position = (value: number): string => (Math.min(1, Math.max(0, value)) * width).toFixed(1);

/** Value, interval and target of a share on a line from 0 to 100 %; the same numbers stand beside it in words. */
export const intervalBar = ({ metric, estimate, target }: IntervalBar): Html => {
  if (findMetric(metric)?.unit !== 'share') return nothing;
  const [low, high, value] = [estimate.low, estimate.high, estimate.value].map(position);
  const mark =
    target === undefined
      ? nothing
      : safe`<line class="target" x1="${position(target)}" x2="${position(target)}" y1="0" y2="12" stroke-width="2"/>`;
  return safe`<svg width="${width}" height="12" aria-hidden="true"><line class="rail" x1="0" x2="${width}" y1="${middle}" y2="${middle}" stroke-width="2"/><line class="range" x1="${low ?? ''}" x2="${high ?? ''}" y1="${middle}" y2="${middle}" stroke-width="4"/><circle class="point" cx="${value ?? ''}" cy="${middle}" r="3.5"/>${mark}</svg>`;
};
