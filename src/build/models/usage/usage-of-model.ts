import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { z } from 'zod';
import type { Usage } from '../contract.ts';
import { tidyUsage } from './report.ts';

const rawSchema = z.object({ cache_creation: z.object({ ephemeral_1h_input_tokens: z.number() }) });

/** Cache writes that Anthropic keeps for an hour; the AI SDK hands them on as they were reported. */
const longWrites = (raw: LanguageModelV4Usage['raw']): number =>
  rawSchema.safeParse(raw).data?.cache_creation.ephemeral_1h_input_tokens ?? 0;

const whole = (count: number | undefined): number => (count === undefined ? 0 : Math.max(0, Math.round(count)));

/** Our usage of what the AI SDK reports. */
export const usageOfModel = ({ inputTokens, outputTokens, raw }: LanguageModelV4Usage): Usage =>
  tidyUsage({
    inputTokens: whole(inputTokens.total),
    cachedInputTokens: whole(inputTokens.cacheRead),
    cacheWriteTokens: whole(inputTokens.cacheWrite),
    cacheWriteLongTokens: whole(longWrites(raw)),
    outputTokens: whole(outputTokens.total),
    reasoningTokens: whole(outputTokens.reasoning),
  });
