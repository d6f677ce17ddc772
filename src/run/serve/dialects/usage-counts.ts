import type { LanguageModelV4Usage } from '@ai-sdk/provider';

/** Token counts with every gap closed. */
export interface UsageCounts {
  /** All of the input, cached or not. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}

/** Counts of a call; what the provider did not report is 0. */
export const usageCounts = ({ inputTokens, outputTokens }: LanguageModelV4Usage): UsageCounts => {
  const [cacheRead, cacheWrite] = [inputTokens.cacheRead ?? 0, inputTokens.cacheWrite ?? 0];
  const [text, reasoning] = [outputTokens.text ?? 0, outputTokens.reasoning ?? 0];
  return {
    input: inputTokens.total ?? (inputTokens.noCache ?? 0) + cacheRead + cacheWrite,
    cacheRead,
    cacheWrite,
    output: outputTokens.total ?? text + reasoning,
    reasoning,
  };
};
