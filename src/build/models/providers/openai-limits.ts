import type { RateLimitState } from '../provider-wire.ts';
import { countIn, durationMs } from './header-times.ts';

type Headers = Readonly<Record<string, string>>;

const requestNames = ['x-ratelimit-remaining-requests', 'x-ratelimit-remaining-req-minute', 'x-ratelimit-remaining'];
const tokenNames = ['x-ratelimit-remaining-tokens', 'x-ratelimit-remaining-tokens-minute', 'x-tokenlimit-remaining'];

/** Until all of what is used up comes back; without that, until anything does. */
const resetOf = (headers: Headers, remaining: readonly (number | undefined)[]): number | undefined => {
  const times = ['x-ratelimit-reset-requests', 'x-ratelimit-reset-tokens'].map((name) =>
    durationMs(headers[name] ?? ''),
  );
  const used = times.filter((_, index) => remaining[index] === 0).filter((time) => time !== undefined);
  const known = times.filter((time) => time !== undefined);
  if (used.length > 0) return Math.max(...used);
  return known.length > 0 ? Math.min(...known) : durationMs(headers['x-ratelimit-reset'] ?? '');
};

/** Limits as OpenAI, Azure, Groq, Mistral and Together tell them. */
export const readOpenAiLimits = (headers: Headers): RateLimitState => {
  const remainingRequests = countIn(headers, ...requestNames);
  const remainingTokens = countIn(headers, ...tokenNames);
  const resetMs = resetOf(headers, [remainingRequests, remainingTokens]);
  return {
    ...(remainingRequests === undefined ? {} : { remainingRequests }),
    ...(remainingTokens === undefined ? {} : { remainingTokens }),
    // Some servers give a moment here, which is no time to wait.
    ...(resetMs === undefined || resetMs > 86_400_000 ? {} : { resetMs }),
  };
};
