import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import { present } from './json-value.ts';

/** Options of several origins for the same providers; later ones win. Providers without any are absent. */
export const mergeOptions = (...given: readonly SharedV4ProviderOptions[]): SharedV4ProviderOptions => {
  const merged: SharedV4ProviderOptions = {};
  for (const options of given) {
    for (const [provider, own] of Object.entries(options)) {
      const kept = { ...merged[provider], ...present(own) };
      if (Object.keys(kept).length > 0) merged[provider] = kept;
    }
  }
  return merged;
};
