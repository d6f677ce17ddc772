import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { z } from 'zod';
import type { Usage } from '../contract.ts';
import { tidyUsage } from './report.ts';

const anthropicSchema = z.object({ cache_creation: z.object({ ephemeral_1h_input_tokens: z.number() }) });
const bedrockSchema = z.object({ cacheDetails: z.array(z.object({ ttl: z.string(), inputTokens: z.number() })) });

/** Cache writes that are kept for an hour; the AI SDK hands them on as Anthropic and Bedrock reported them. */
const longWrites = (raw: LanguageModelV4Usage['raw']): number => {
  const anthropic = anthropicSchema.safeParse(raw).data?.cache_creation.ephemeral_1h_input_tokens ?? 0;
  const { cacheDetails = [] } = bedrockSchema.safeParse(raw).data ?? {};
  return cacheDetails.reduce((sum, { ttl, inputTokens }) => (ttl === '1h' ? sum + inputTokens : sum), anthropic);
};

const whole = (count: number): number => (Number.isFinite(count) ? Math.max(0, Math.round(count)) : 0);

/** Our usage of what the AI SDK reports; a total that is absent is the sum of its parts. */
export const usageOfModel = ({ inputTokens, outputTokens, raw }: LanguageModelV4Usage): Usage => {
  const { noCache = 0, cacheRead = 0, cacheWrite = 0, total = noCache + cacheRead + cacheWrite } = inputTokens;
  const { text = 0, reasoning = 0, total: said = text + reasoning } = outputTokens;
  return tidyUsage({
    inputTokens: whole(total),
    cachedInputTokens: whole(cacheRead),
    cacheWriteTokens: whole(cacheWrite),
    cacheWriteLongTokens: whole(longWrites(raw)),
    outputTokens: whole(said),
    reasoningTokens: whole(reasoning),
  });
};
