import type { Usage } from '../contract.ts';
import type { Dialect } from '../provider-wire.ts';

type Reported = Readonly<Record<string, unknown>>;

/** No call has more; what says so is not believed. */
const mostTokens = 1_000_000_000;

const isReported = (given: unknown): given is Reported => typeof given === 'object' && given !== null;
const inside = (given: Reported, key: string): Reported => (isReported(given[key]) ? given[key] : {});

/** The first of these that is a count. */
const count = (given: Reported, ...keys: readonly string[]): number | undefined => {
  const value = keys.map((key) => given[key]).find((one) => typeof one === 'number');
  return typeof value === 'number' && value >= 0 ? Math.min(mostTokens, Math.round(value)) : undefined;
};

/** Usage with its parts inside of their wholes, and without the parts that are empty. */
export const tidyUsage = (given: Usage): Usage => {
  const { inputTokens, outputTokens } = given;
  const cachedInputTokens = Math.min(inputTokens, given.cachedInputTokens);
  const cacheWriteTokens = Math.min(inputTokens - cachedInputTokens, given.cacheWriteTokens ?? 0);
  const cacheWriteLongTokens = Math.min(cacheWriteTokens, given.cacheWriteLongTokens ?? 0);
  const reasoningTokens = Math.min(outputTokens, given.reasoningTokens ?? 0);
  return {
    inputTokens,
    cachedInputTokens,
    ...(cacheWriteTokens === 0 ? {} : { cacheWriteTokens }),
    ...(cacheWriteLongTokens === 0 ? {} : { cacheWriteLongTokens }),
    outputTokens,
    ...(reasoningTokens === 0 ? {} : { reasoningTokens }),
  };
};

/** What was cached, written and thought, by the names that OpenAI and servers like it have for that. */
const openAiParts = (given: Reported) => {
  const details = { ...inside(given, 'input_tokens_details'), ...inside(given, 'prompt_tokens_details') };
  const said = { ...inside(given, 'output_tokens_details'), ...inside(given, 'completion_tokens_details') };
  const long = count(inside(details, 'cache_write_tokens_details'), 'ttl_12h_tokens');
  const written = count(details, 'cache_write_tokens', 'cache_creation_tokens');
  const cached = count(details, 'cached_tokens');
  const otherNames = ['cached_tokens', 'num_cached_tokens', 'prompt_cache_hit_tokens', 'cache_read_input_tokens'];
  return {
    cachedInputTokens: cached ?? count(given, ...otherNames) ?? 0,
    cacheWriteTokens: written ?? count(given, 'cache_creation_input_tokens') ?? 0,
    cacheWriteLongTokens: long ?? 0,
    reasoningTokens: count(said, 'reasoning_tokens') ?? count(given, 'reasoning_tokens') ?? 0,
  };
};

/**
 * Cached and written tokens are inside of the prompt. Servers that count thoughts apart (Gemini, Grok) have a total
 * above prompt and completion; the rest was thought, and is paid for as output.
 */
const openAiUsage = (given: Reported): Usage | undefined => {
  const prompt = count(given, 'prompt_tokens', 'input_tokens');
  const completion = count(given, 'completion_tokens', 'output_tokens') ?? 0;
  const total = count(given, 'total_tokens');
  const inputTokens = prompt ?? total;
  if (inputTokens === undefined) return undefined;
  const apart = Math.max(0, (total ?? 0) - inputTokens - completion);
  const parts = openAiParts(given);
  const reasoningTokens = Math.max(apart, parts.reasoningTokens);
  return tidyUsage({ ...parts, inputTokens, outputTokens: completion + apart, reasoningTokens });
};

/** Cached and written tokens come beside `input_tokens`. */
const anthropicUsage = (given: Reported): Usage => {
  const writes = inside(given, 'cache_creation');
  const long = count(writes, 'ephemeral_1h_input_tokens') ?? 0;
  const short = count(writes, 'ephemeral_5m_input_tokens') ?? 0;
  const cacheWriteTokens = Math.max(long + short, count(given, 'cache_creation_input_tokens') ?? 0);
  const cachedInputTokens = count(given, 'cache_read_input_tokens') ?? 0;
  return tidyUsage({
    inputTokens: (count(given, 'input_tokens') ?? 0) + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    cacheWriteLongTokens: long,
    outputTokens: count(given, 'output_tokens') ?? 0,
    reasoningTokens: count(inside(given, 'output_tokens_details'), 'thinking_tokens') ?? 0,
  });
};

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** Our usage of the object that a provider reports; undefined when it holds no counts. */
export const usageOfReport = (dialect: Dialect, given: unknown): Usage | undefined => {
  if (!isReported(given)) return undefined;
  return dialect === 'anthropic-messages' ? anthropicUsage(given) : openAiUsage(given);
};

export const readReport = (dialect: Dialect, json: string): Usage | undefined => usageOfReport(dialect, parse(json));

/**
 * What two reports of one answer say together. Anthropic counts up: the last report may lack what the first had, and
 * server tools make it larger, so each class is the larger one. Everywhere else the last report is the whole.
 */
export const mergeReports = (dialect: Dialect, before: Usage | undefined, now: Usage): Usage => {
  if (before === undefined || dialect !== 'anthropic-messages') return now;
  const larger = (key: keyof Usage): number => Math.max(before[key] ?? 0, now[key] ?? 0);
  const fresh = ({ inputTokens, cachedInputTokens, cacheWriteTokens = 0 }: Usage): number =>
    inputTokens - cachedInputTokens - cacheWriteTokens;
  const [cachedInputTokens, cacheWriteTokens] = [larger('cachedInputTokens'), larger('cacheWriteTokens')];
  return tidyUsage({
    inputTokens: Math.max(fresh(before), fresh(now)) + cachedInputTokens + cacheWriteTokens,
    cachedInputTokens,
    cacheWriteTokens,
    cacheWriteLongTokens: larger('cacheWriteLongTokens'),
    outputTokens: larger('outputTokens'),
    reasoningTokens: larger('reasoningTokens'),
  });
};
