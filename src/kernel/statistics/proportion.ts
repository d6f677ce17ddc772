import { betaQuantile } from './beta.ts';
import { requireShare, type Estimate } from './interval.ts';
import { twoSidedZ } from './normal.ts';

/** How sure an interval is to be, in (0, 1). */
export interface LevelOption {
  readonly level?: number;
}

const requireCounts = (successes: number, n: number): void => {
  if (!(successes >= 0 && successes <= n && Number.isFinite(n))) {
    throw new RangeError(`successes must lie between 0 and n, got ${successes} of ${n}`);
  }
};

/**
 * Score interval of a proportion (Wilson, JASA 22, 1927); `undefined` when n = 0. Successes may be a sum
 * of scores in [0, 1]: a score varies less than a coin with its mean, so the interval is then cautious.
 */
export const wilson = (successes: number, n: number, { level = 0.95 }: LevelOption = {}): Estimate | undefined => {
  requireCounts(successes, n);
  const z = twoSidedZ(level);
  if (n === 0) return undefined;
  const value = successes / n;
  const scale = 1 + (z * z) / n;
  const middle = (value + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n));
  // At 0 and n the ends are exact; rounding must not put them a hair inside the point estimate.
  const low = successes === 0 ? 0 : middle - half;
  const high = successes === n ? 1 : middle + half;
  return { value, low, high, level, n, method: 'wilson' };
};

/**
 * Exact interval of a proportion (Clopper & Pearson, Biometrika 26, 1934), never below its level and so
 * wider than Wilson's: for contracts and safety claims. Whole successes; `undefined` when n = 0.
 */
export const clopperPearson = (
  successes: number,
  n: number,
  { level = 0.95 }: LevelOption = {},
): Estimate | undefined => {
  requireCounts(successes, n);
  requireShare('level', level);
  if (n === 0) return undefined;
  const tail = (1 - level) / 2;
  const failures = n - successes;
  const low = successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1);
  const high = failures === 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures);
  return { value: successes / n, low, high, level, n, method: 'clopper-pearson' };
};
