import type { ClockDep } from '#kernel';
import type { CallMeasure } from './gateway-meter.ts';

const slots = 61;

/** Sums of one second. */
export interface TrafficSecond {
  readonly requests: number;
  readonly tokens: number;
  readonly costNano: number;
}

/** Counts finished calls by the second; the last minute is kept. Nothing is allocated for a call. */
export const createLiveTraffic = ({ clock }: ClockDep) => {
  const requests = new Float64Array(slots);
  const tokens = new Float64Array(slots);
  const cost = new Float64Array(slots);
  const opened = Math.floor(clock.monotonic() / 1000);
  let newest = opened;

  /** Empties the seconds in which nothing was counted; gives the place of this one. */
  const turn = (): number => {
    const second = Math.floor(clock.monotonic() / 1000);
    const passed = Math.min(slots, second - newest);
    for (let step = 1; step <= passed; step += 1) {
      const slot = (Math.max(newest, second - slots) + step) % slots;
      requests[slot] = tokens[slot] = cost[slot] = 0;
    }
    newest = Math.max(newest, second);
    return newest % slots;
  };

  return {
    called: ({ usage, costNano }: CallMeasure): void => {
      const slot = turn();
      requests[slot] = (requests[slot] ?? 0) + 1;
      tokens[slot] = (tokens[slot] ?? 0) + usage.inputTokens + usage.outputTokens;
      cost[slot] = (cost[slot] ?? 0) + costNano;
    },
    /** Whole seconds, oldest first: as many as there were since the start, 60 at the most. */
    read: (): readonly TrafficSecond[] => {
      turn();
      const length = Math.min(slots - 1, newest - opened);
      return Array.from({ length }, (_, index) => {
        const slot = (newest - length + index) % slots;
        return { requests: requests[slot] ?? 0, tokens: tokens[slot] ?? 0, costNano: cost[slot] ?? 0 };
      });
    },
  };
};

export type LiveTraffic = ReturnType<typeof createLiveTraffic>;
