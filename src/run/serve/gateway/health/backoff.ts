export interface BackoffSettings {
  readonly baseMs: number;
  readonly maximumMs: number;
}

/**
 * The pause before a retry, with full jitter: uniform in [0, min(maximum, base * 2^tries)]. Clients that failed
 * together do not come back together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const backoffMs = ({ baseMs, maximumMs }: BackoffSettings, tries: number, random: () => number): number =>
  random() * Math.min(maximumMs, baseMs * 2 ** Math.min(tries, 30));
