import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import { mergeOptions } from './merge-options.ts';

/** Settings that several providers have under names of their own. */
export interface CommonSettings {
  readonly user?: string | undefined;
  /** False: at most one tool is called at a time. */
  readonly parallel?: boolean | undefined;
  readonly hasTools: boolean;
  /** The answer must hold to its JSON Schema. */
  readonly strict?: boolean | undefined;
  readonly verbosity?: string | undefined;
  readonly cacheKey?: string | undefined;
  readonly safetyIdentifier?: string | undefined;
  /** Thoughts are wanted in the answer. */
  readonly thoughts?: boolean | undefined;
}

/** The settings in every provider's namespace; each reads only its own. */
export const commonOptions = (settings: CommonSettings): SharedV4ProviderOptions => {
  const { user, parallel, hasTools, strict, verbosity, cacheKey, safetyIdentifier, thoughts } = settings;
  return mergeOptions({
    openai: {
      user,
      parallelToolCalls: hasTools ? parallel : undefined,
      strictJsonSchema: strict,
      textVerbosity: verbosity,
      safetyIdentifier,
      promptCacheKey: cacheKey,
    },
    openaiCompatible: { user, strictJsonSchema: strict, textVerbosity: verbosity },
    mistral: { parallelToolCalls: hasTools ? parallel : undefined, strictJsonSchema: strict, promptCacheKey: cacheKey },
    anthropic: {
      disableParallelToolUse: hasTools && parallel === false ? true : undefined,
      metadata: user === undefined ? undefined : { userId: user },
    },
    google: { thinkingConfig: thoughts === true ? { includeThoughts: true } : undefined },
  });
};
