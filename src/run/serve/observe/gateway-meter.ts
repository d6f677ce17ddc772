import type { Account } from '../gateway/port.ts';

/** One finished call, as the metrics see it. */
export interface CallMeasure {
  readonly route: string;
  readonly model: string;
  readonly outcome: Account['outcome'];
  readonly durationMs: number;
  readonly overheadMs: number;
  readonly firstByteMs?: number | undefined;
  readonly retries: number;
  readonly usage: Account['usage'];
  readonly costNano: number;
}

/** A counter or histogram as Prometheus reads it. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface RouteTotals {
  requests: number;
  retries: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  costNano: number;
}

/** Cumulative counts below fixed bounds. */
export interface Distribution {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

const createDistribution = (bounds: readonly number[]) => {
  const counts = new Float64Array(bounds.length);
  let [sum, count] = [0, 0];
  return {
    add: (value: number): void => {
      sum += value;
      count += 1;
      for (let index = bounds.length - 1; index >= 0 && value <= (bounds[index] ?? 0); index -= 1) {
        counts[index] = (counts[index] ?? 0) + 1;
      }
    },
    read: (): Distribution => ({ bounds, counts: [...counts], sum, count }),
  };
};

const overheadBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1];
const answerBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160];
/** Route and model names come from the project file; more than this is a mistake, and is counted together. */
const maximumSeries = 500;

/** Counts calls as plain numbers: no label is hashed and nothing is allocated for a call. Rendered when scraped. */
export const createGatewayMeter = () => {
  const totals = new Map<string, Map<string, Map<Account['outcome'], RouteTotals>>>();
  let series = 0;
  const overhead = createDistribution(overheadBounds);
  const answer = createDistribution(answerBounds);
  const firstByte = createDistribution(answerBounds);

  const totalsOf = (route: string, model: string, outcome: Account['outcome']): RouteTotals => {
    const known = totals.get(route)?.get(model)?.get(outcome);
    if (known !== undefined) return known;
    if (series >= maximumSeries && route !== 'other') return totalsOf('other', 'other', outcome);
    const created = { requests: 0, retries: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, costNano: 0 };
    const models = totals.get(route) ?? new Map<string, Map<Account['outcome'], RouteTotals>>();
    const outcomes = models.get(model) ?? new Map<Account['outcome'], RouteTotals>();
    totals.set(route, models.set(model, outcomes.set(outcome, created)));
    series += 1;
    return created;
  };

  return {
    called: ({ route, model, outcome, usage, ...measure }: CallMeasure): void => {
      const total = totalsOf(route, model, outcome);
      total.requests += 1;
      total.retries += measure.retries;
      total.inputTokens += usage.inputTokens;
      total.cachedTokens += usage.cachedInputTokens;
      total.outputTokens += usage.outputTokens;
      total.costNano += measure.costNano;
      overhead.add(measure.overheadMs / 1000);
      answer.add(measure.durationMs / 1000);
      if (measure.firstByteMs !== undefined) firstByte.add(measure.firstByteMs / 1000);
    },
    read: () => ({
      totals: [...totals].flatMap(([route, models]) =>
        [...models].flatMap(([model, outcomes]) =>
          [...outcomes].map(([outcome, total]) => ({ route, model, outcome, ...total })),
        ),
      ),
      overhead: overhead.read(),
      answer: answer.read(),
      firstByte: firstByte.read(),
    }),
  };
};

export type GatewayMeter = ReturnType<typeof createGatewayMeter>;
