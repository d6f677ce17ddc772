import type { SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { Json } from '#kernel';
import { isObject } from './json-value.ts';

/** A prompt-cache marker (`cache_control`) for every provider that has them. Undefined when there is none. */
export const cacheMarker = (marker: Json | undefined): SharedV4ProviderOptions | undefined => {
  if (!isObject(marker)) return undefined;
  const ttl = marker['ttl'] === '1h' || marker['ttl'] === '5m' ? { ttl: marker['ttl'] } : {};
  return {
    anthropic: { cacheControl: { type: 'ephemeral', ...ttl } },
    bedrock: { cachePoint: { type: 'default', ...ttl } },
  };
};

/** The options of a part: its cache marker and what else is known of it. */
export const partOptions = (
  marker: Json | undefined,
  rest: SharedV4ProviderOptions = {},
): { readonly providerOptions?: SharedV4ProviderOptions } => {
  const options = { ...cacheMarker(marker), ...rest };
  return Object.keys(options).length === 0 ? {} : { providerOptions: options };
};
