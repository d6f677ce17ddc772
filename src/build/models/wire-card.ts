import { modelCardSchema, type ModelCard } from './contract.ts';
import type { WireDeps } from './provider-wire.ts';

/** A card for tests of wires. */
export const wireCard = (provider: string, rest: Readonly<Record<string, unknown>>): ModelCard =>
  modelCardSchema.parse({
    id: 'under-test',
    name: 'Under test',
    task: 'chat',
    provider,
    providerModel: 'model-1',
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'us',
    contextTokens: 100_000,
    json: 'schema',
    price: { input: 1, cachedInput: 0.1, output: 4 },
    ...rest,
  });

/** The real network of the loopback, and an environment of these variables alone. */
export const wireDeps = (variables: Readonly<Record<string, string>>): WireDeps => ({
  clock: { now: () => 0, monotonic: () => 0 },
  http: { fetch: globalThis.fetch },
  environment: { read: (name) => variables[name] },
});
