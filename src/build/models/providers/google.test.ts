import { after } from 'node:test';
import { z } from 'zod';
import { modelCardSchema, type ModelCard } from '../contract.ts';
import { testWire, type OpenWire } from '../test-wire.ts';
import { createGoogleServer } from '../wire-servers/google.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { googleWire } from './google.ts';

const price = { input: 0.3, cachedInput: 0.075, output: 2.5 };

const cardAt = (origin: string): ModelCard =>
  modelCardSchema.parse({
    id: 'gemini',
    name: 'Gemini',
    task: 'chat',
    provider: 'google',
    providerModel: 'gemini-2.5-flash',
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'us',
    contextTokens: 1_048_576,
    price,
    endpoint: { baseUrl: `${origin}/v1beta` },
  });

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const depsWith = (key: string) => ({
  clock,
  http: { fetch: globalThis.fetch },
  environment: { read: (name: string) => (name === 'GEMINI_API_KEY' ? key : undefined) },
});

const open = async (script: WireScript): Promise<OpenWire> => {
  const server = createGoogleServer({ apiKeys: ['AIzaGood'], script });
  const origin = await listenToWire({ after }, server);
  return { wire: googleWire, card: cardAt(origin), deps: depsWith('AIzaGood'), calls: server.calls };
};

const imageSchema = z.object({
  contents: z.array(z.object({ parts: z.array(z.object({ inlineData: z.object({ data: z.string() }).optional() })) })),
});

testWire({
  name: 'google',
  open,
  price,
  wrongDeps: () => depsWith('AIzaBad'),
  tellsWait: true,
  imageIn: (body) => imageSchema.parse(body).contents[0]?.parts[1]?.inlineData?.data,
  golden: [
    // 1000 at 0.3 and 50 at 2.5 dollars a million.
    { name: 'plain', usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 50 }, costNano: 425_000 },
    // 400 at 0.3, 600 at 0.075, 50 at 2.5.
    { name: 'cached', usage: { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 50 }, costNano: 290_000 },
    // 1000 at 0.3, 30 said and 405 thought at 2.5.
    {
      name: 'thought',
      usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 435, reasoningTokens: 405 },
      costNano: 1_387_500,
    },
  ],
});
