import type { z } from 'zod';
import type { modelCardSchema } from './contract.ts';

type Card = z.input<typeof modelCardSchema>;

const compatible = { task: 'chat', provider: 'openai-compatible' } as const;

/**
 * Examples of models behind an HTTP interface. Prices are list prices in US dollars for a million tokens on
 * the day that `priceDate` names; check them before a budget rests on them.
 */
export const remoteCards = [
  {
    ...compatible,
    id: 'openai-gpt-4.1-mini',
    name: 'GPT-4.1 mini',
    providerModel: 'gpt-4.1-mini',
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'us',
    contextTokens: 1_047_576,
    tools: true,
    price: { input: 0.4, cachedInput: 0.1, output: 1.6 },
    priceDate: '2025-04-14',
    endpoint: { baseUrl: 'https://api.openai.com/v1', apiKeyEnv: 'OPENAI_API_KEY' },
  },
  {
    ...compatible,
    id: 'mistral-small',
    name: 'Mistral Small 3.1',
    providerModel: 'mistral-small-2503',
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'eu',
    contextTokens: 131_072,
    tools: true,
    price: { input: 0.1, cachedInput: 0.1, output: 0.3 },
    priceDate: '2025-03-17',
    endpoint: { baseUrl: 'https://api.mistral.ai/v1', apiKeyEnv: 'MISTRAL_API_KEY' },
    notes: 'The hosted service is proprietary; the weights are also published under Apache-2.0.',
  },
  {
    ...compatible,
    id: 'ollama-llama3.2',
    name: 'Llama 3.2 3B on a local Ollama',
    providerModel: 'llama3.2',
    licence: 'Llama-3.2-Community',
    access: 'custom',
    residency: 'local',
    contextTokens: 131_072,
    tools: true,
    price: { input: 0, cachedInput: 0, output: 0 },
    endpoint: { baseUrl: 'http://127.0.0.1:11434/v1' },
    notes:
      'Needs an Ollama server with this model on the same machine. The Llama licence is not open source in the sense of the OSI.',
  },
] as const satisfies readonly Card[];
