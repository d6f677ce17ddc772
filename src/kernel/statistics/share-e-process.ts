import { geometricGrid, logMeanExp } from './mixture.ts';

/** Units seen, and to how many of them the bad thing happened. */
export interface ShareCounts {
  readonly bad: number;
  readonly units: number;
}

/** What is tested: H0 "the share is the limit or more" (`below`), or "the limit or less" (`above`). */
export interface ShareTest {
  readonly limit: number;
  readonly side: 'below' | 'above';
}

const gridSize = 24;

/** Alternatives on one side of the limit, all of them shares. */
const alternatives = ({ limit, side }: ShareTest): readonly number[] =>
  side === 'below'
    ? geometricGrid(limit / 20, limit / 1.05, gridSize)
    : geometricGrid(limit + (1 - limit) / 20, limit + (1 - limit) * 0.95, gridSize);

/**
 * ln of the e-value against a share of bad units on the wrong side of the limit: a mixture of likelihood ratios, so
 * the counts are all it needs. Valid at any stopping time; reject at ln(1 / alpha).
 */
export const shareLogE = ({ bad, units }: ShareCounts, test: ShareTest): number => {
  const { limit } = test;
  if (!(limit > 0 && limit < 1)) throw new RangeError(`the limit must be inside (0, 1), got ${limit}`);
  if (!(bad >= 0 && bad <= units)) throw new RangeError(`${bad} of ${units} units cannot be bad`);
  const good = units - bad;
  return logMeanExp(
    alternatives(test).map((share) => bad * Math.log(share / limit) + good * Math.log((1 - share) / (1 - limit))),
  );
};
