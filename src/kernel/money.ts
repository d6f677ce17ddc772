/** Money is integer nano-dollars: 1 US dollar = 1_000_000_000. Safe up to about 9 million dollars. */
export const nanoPerUsd = 1_000_000_000;

/** US dollars from nano-dollars, for display and JSON edges. */
export const usdFromNano = (nano: number): number => nano / nanoPerUsd;

/** Nano-dollars from US dollars, rounded to the nearest. */
export const nanoFromUsd = (usd: number): number => Math.round(usd * nanoPerUsd);
