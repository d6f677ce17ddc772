import type { ApiKey } from './store-ports.ts';

/** A key that is shown this once. */
export type ShownKey = ApiKey & { readonly key: string };

export interface NewKey {
  readonly name: string;
  readonly actor: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  /** Whom the key belongs to; their limits and budgets apply with its own. */
  readonly organisation?: string;
  readonly team?: string;
  /** Model names it may ask for; all when absent. */
  readonly models?: readonly string[];
}

export interface KeyDetails extends ApiKey {
  /** Earlier secrets that still work after a rotation, by their start, and until when (ISO 8601). */
  readonly earlier: readonly { readonly prefix: string; readonly until: string }[];
}

/** Making and rotating virtual keys; every change is in the ledger. */
export interface KeyRingDep {
  readonly keyRing: {
    readonly create: (wanted: NewKey) => Promise<ShownKey>;
    readonly find: (id: string) => Promise<KeyDetails | undefined>;
    /** Gives a live key a new secret; the old one works for `graceMs` more. Undefined when there is no such live key. */
    readonly rotate: (rotated: {
      readonly id: string;
      readonly actor: string;
      readonly graceMs: number;
    }) => Promise<ShownKey | undefined>;
  };
}
