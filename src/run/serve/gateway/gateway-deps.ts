import type { IdDep, LogDep, TelemetryDep } from '#kernel';
import type { Dialect, UsageReader, WireDeps } from '#build/models';
import type { CallMeasure } from '../observe/gateway-meter.ts';
import type { RetryBudget } from './health/retry-budget.ts';
import type { AccountsSinkDep, LimitsDep, UpstreamDep } from './port.ts';

/** Uniform in [0, 1). */
export interface RandomDep {
  readonly random: () => number;
}

/** What serving calls to providers needs. Nothing in it waits for a database. */
export interface GatewayDeps
  extends WireDeps, IdDep, LogDep, TelemetryDep, UpstreamDep, LimitsDep, AccountsSinkDep, RandomDep {
  /** Retries and hedges of the whole process. */
  readonly budget: RetryBudget;
  readonly usageReader: (dialect: Dialect, streamed: boolean) => UsageReader;
  readonly called: (measure: CallMeasure) => void;
  /** Whether the content of a call is kept for its span. */
  readonly captures: () => boolean;
  /** Content of prompts and answers on spans. */
  readonly captureCalls: 'on' | 'redacted' | 'off';
}
