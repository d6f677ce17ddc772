import type { LimitKind, LimitLevel, LimitRule } from './limits-contract.ts';

/** One lease as its process sees it. `spent` and `keep` are absolute, so a report may be repeated. */
export interface LeaseReport {
  /** Unique in the process. Its window is that of its first report. */
  readonly lease: number;
  readonly level: LimitLevel;
  readonly subject: string;
  readonly kind: LimitKind;
  readonly ceiling: number;
  readonly spent: number;
  /** Held for calls under way and for the next ones. */
  readonly keep: number;
  /** How much more is wanted, 0 for whatever may be had; absent when nothing is asked. */
  readonly need?: number;
  /** The smallest part of `need` that is of use. */
  readonly leastNeed?: number;
  /** Nothing more will be reported for it. */
  readonly closed: boolean;
  /** It comes back when its process has not been seen for so long. */
  readonly ttlMs: number;
}

export interface LeaseReply {
  readonly lease: number;
  /** Seconds since 1970 of the start of its window; 0 for places. */
  readonly window: number;
  /** Until its window ends, by the store's clock; 0 when that is not the window of now, Infinity for places. */
  readonly leftMs: number;
  readonly granted: number;
  /** By everybody in this window. */
  readonly spent: number;
  /** Neither spent nor held by anybody. */
  readonly free: number;
}

export interface LimitRules {
  readonly version: number;
  readonly rules: readonly LimitRule[];
}

/** A share of a budget that was crossed. */
export interface LimitAlert {
  readonly level: LimitLevel;
  readonly subject: string;
  readonly kind: LimitKind;
  readonly window: number;
  readonly share: number;
  readonly amount: number;
  readonly spent: number;
}

/** A rule and how much of it is used now. */
export interface LimitStanding extends LimitRule {
  /** ISO 8601; the start of the window that counts now. */
  readonly since: string;
  readonly spent: number;
  /** Held by processes for calls under way and the next ones. */
  readonly held: number;
}

/** Where limits and their counters are kept. Calls reject while it is away; none is retried. */
export interface LimitStoreDep {
  readonly limitStore: {
    /** Undefined when `known` is still the newest version. */
    readonly rules: (known: number) => Promise<LimitRules | undefined>;
    /** Settles and leases in one atomic statement. Replies are empty when a later call has overtaken this one. */
    readonly sync: (call: {
      readonly process: string;
      /** Counts up with every call. */
      readonly sequence: number;
      readonly reports: readonly LeaseReport[];
    }) => Promise<{ readonly replies: readonly LeaseReply[]; readonly processes: number }>;
    /** Notes an alert in the ledger, once for its window and share; false when it was noted before. */
    readonly alert: (alert: LimitAlert) => Promise<boolean>;
    /** Deletes counters and leases that no longer count. */
    readonly sweep: () => Promise<void>;
  };
}

/** Changing limits; every change is in the ledger. */
export interface LimitRulesDep {
  readonly limitRules: {
    readonly set: (rule: LimitRule, actor: string) => Promise<void>;
    /** False when there was none. */
    readonly remove: (rule: Pick<LimitRule, 'level' | 'subject' | 'kind'>, actor: string) => Promise<boolean>;
    readonly list: () => Promise<readonly LimitRule[]>;
    /** Every rule with its use; one for `*` stands once for each subject that used it in this window. */
    readonly standing: () => Promise<readonly LimitStanding[]>;
  };
}
