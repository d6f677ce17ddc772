import type { ModelCard } from './contract.ts';
import { providers } from './providers/registry.ts';
import type { ProviderWire } from './provider-wire.ts';

/** How the gateway reaches the provider of a model; undefined when it has no wire. */
export const wireOf = ({ provider }: Pick<ModelCard, 'provider'>): ProviderWire | undefined =>
  providers[provider]?.wire;
