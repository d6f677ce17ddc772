/** Where accounts are kept in the end. */
export interface AccountStoreDep {
  readonly accountStore: {
    /**
     * Stores lines of `lineOfAccount`; one whose id is stored already is left alone. Waits while the store is away,
     * and rejects in the end. Rejects with PLATFORM_ACCOUNTS_REFUSED when a line is not what it should be.
     */
    readonly insertLines: (lines: string) => Promise<void>;
  };
}
