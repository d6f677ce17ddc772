import type { Account } from '../gateway/port.ts';
import type { UsageDimension, UsageRow } from './usage-contract.ts';

export interface UsageQuery {
  /** Milliseconds since 1970, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly by: readonly UsageDimension[];
  /** Only this key. */
  readonly keyId?: string;
}

/** Sums over the accounts. */
export interface UsageDep {
  readonly usage: {
    /** By cost, the dearest first; by time when grouped by day first. At most 10,000 rows. */
    readonly read: (query: UsageQuery) => Promise<readonly UsageRow[]>;
    /** What a trace cost: its accounts, oldest first. */
    readonly ofTrace: (traceId: string) => Promise<readonly Account[]>;
  };
}
