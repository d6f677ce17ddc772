import {
  createMeanSequence,
  meanSequenceEstimate,
  observeMeanSequence,
  wilson,
  type Estimate,
} from '#kernel/statistics';

/** What is known of the hits of one route's semantic cache. */
export interface FalseHitReport {
  readonly hits: number;
  /** Hits that the model answered too. */
  readonly shadowed: number;
  readonly falseHits: number;
  /** Share of false hits with a 95 % Wilson interval; absent before the first measured one. */
  readonly rate: Estimate | undefined;
  /** The cache has turned itself off. */
  readonly off: boolean;
}

export interface FalseHitMeter {
  readonly hit: () => void;
  /** Takes what a measured hit was. */
  readonly measured: (isFalse: boolean) => void;
  readonly report: () => FalseHitReport;
}

/**
 * Counts false hits and decides when a cache does more harm than is allowed. The decision looks after every measured
 * hit, so it rests on a confidence sequence, which holds at all times at once; the interval shown is Wilson's.
 */
export const createFalseHitMeter = (maximumFalseHits: number): FalseHitMeter => {
  let sequence = createMeanSequence();
  let [hits, shadowed, falseHits] = [0, 0, 0];
  let off = false;
  return {
    hit: () => {
      hits += 1;
    },
    measured: (isFalse) => {
      shadowed += 1;
      if (isFalse) falseHits += 1;
      sequence = observeMeanSequence(sequence, isFalse ? 1 : 0);
      const estimate = meanSequenceEstimate(sequence);
      if (estimate !== undefined && estimate.low > maximumFalseHits) off = true;
    },
    report: () => ({
      hits,
      shadowed,
      falseHits,
      rate: shadowed === 0 ? undefined : wilson(falseHits, shadowed),
      off,
    }),
  };
};
