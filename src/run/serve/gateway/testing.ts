import { scriptedEmbedding } from '#build/models/testing';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { err, ok, type ApiKey, type Span } from '#kernel';
import { modelCardSchema, type ModelCard } from '#build/models/contract';
import { createUsageReader, type ProviderWire, type WireError } from '#build/models';
import { serveByteRoutes, testKey, testListenerDeps } from '#platform/byte-server/testing';
import { createSystemClock } from '#platform/clock';
import { createUpstream } from '#platform/upstream';
import { httpServer } from '#platform/upstream/testing';
import { serveFaults } from '../errors.ts';
import { gatewayConfigSchema } from '../gateway-contract.ts';
import { createGateway, type Gateway } from './create-gateway.ts';
import { gatewayRoutes, type OtherModel } from './gateway-routes.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import type { LiveRoutes } from './plan/live-routes.ts';
import type { Account, LimitsDep, ReserveRequest } from './port.ts';

const kindOf = (status: number): WireError['kind'] => {
  if (status === 429) return 'limit';
  if (status === 401 || status === 403) return 'credentials';
  if (status === 529) return 'overloaded';
  return status < 500 ? 'invalid' : 'failed';
};

/** A provider that speaks chat completions, embeddings and messages, with the key `sk-test`. */
export const testWire: ProviderWire = {
  urls: ({ endpoint }) => ({
    'openai-chat': `${endpoint?.baseUrl}/chat/completions`,
    'openai-embeddings': `${endpoint?.baseUrl}/embeddings`,
    'anthropic-messages': `${endpoint?.baseUrl}/messages`,
  }),
  sign: (_, card, request) =>
    card.endpoint?.apiKeyEnv === 'NO_KEY'
      ? err(serveFaults.fault('SERVE_NO_PREVIEW'))
      : ok({ ...request, headers: { ...request.headers, authorization: 'Bearer sk-test' } }),
  readError: (status, headers, body) => {
    const retryAfter = Number(headers['retry-after']);
    const message = Buffer.from(body).toString('utf8', 0, 200);
    const pause = Number.isNaN(retryAfter) ? {} : { retryAfterMs: retryAfter * 1000 };
    return { kind: kindOf(status), message, ...pause };
  },
  readLimits: () => ({}),
};

export const testCard = (id: string, baseUrl: string, rest: Partial<ModelCard> = {}): ModelCard =>
  modelCardSchema.parse({
    id,
    name: id,
    task: 'chat',
    provider: 'test',
    providerModel: `provider-${id}`,
    licence: 'none',
    access: 'proprietary',
    residency: 'local',
    contextTokens: 100_000,
    price: { input: 1, cachedInput: 0.5, output: 2 },
    endpoint: { baseUrl },
    ...rest,
  });

export interface GatewayHarness {
  readonly url: string;
  readonly accounts: Account[];
  readonly spans: Span[];
  readonly reserved: ReserveRequest[];
  readonly settled: { readonly tokens: number; readonly costNano: number }[];
  readonly routes: LiveRoutes;
  readonly metrics: () => string;
  readonly caches: Gateway['caches'];
  readonly counts: Gateway['counts'];
  /** Waits until so many calls are accounted. */
  readonly accounted: (count: number) => Promise<void>;
}

export interface GatewayHarnessOptions {
  readonly cards: readonly ModelCard[];
  /** `serve.gateway` of a project file. */
  readonly config: object;
  readonly wires?: Readonly<Record<string, ProviderWire>>;
  readonly key?: ApiKey;
  readonly limits?: LimitsDep['limits'];
  readonly deps?: Partial<GatewayDeps>;
  readonly other?: (request: OtherModel) => void;
}

const notServed = ({ exchange: { reply } }: OtherModel): void => {
  reply.writeHead(404, {});
  reply.end();
};

const seeded = (): (() => number) => {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/** A gateway on a free port with the key `test-key`; what it hands to its queues is kept in arrays. */
export const openGateway = async (
  context: TestContext,
  { cards, config, wires = {}, key = testKey, limits, deps: given = {}, other = notServed }: GatewayHarnessOptions,
): Promise<GatewayHarness> => {
  const [accounts, spans]: [Account[], Span[]] = [[], []];
  const reserved: ReserveRequest[] = [];
  const settled: { tokens: number; costNano: number }[] = [];
  const clock = createSystemClock();
  const { upstream } = createUpstream();
  context.after(() => upstream.close());
  let ids = 0;
  const allowAll: LimitsDep['limits'] = {
    reserve: (request) => {
      reserved.push(request);
      return ok({ settle: (actual) => void settled.push(actual) });
    },
  };
  const deps: Parameters<typeof createGateway>[0] = {
    openEmbedding: async () => scriptedEmbedding(),
    clock,
    ids: { uuid: () => `01900000-0000-7000-8000-${(ids += 1).toString(16).padStart(12, '0')}` },
    log: () => {},
    http: { fetch: globalThis.fetch },
    environment: { read: () => 'sk-test' },
    telemetry: { record: (span) => void spans.push(span) },
    upstream,
    limits: limits ?? allowAll,
    accounted: (account) => void accounts.push(account),
    random: seeded(),
    usageReader: (dialect, streamed) => createUsageReader(dialect, streamed ? 'text/event-stream' : 'application/json'),
    captureCalls: 'off',
    ...given,
  };
  const parsed = gatewayConfigSchema.parse(config);
  const wireOf = (card: ModelCard): ProviderWire | undefined => wires[card.provider] ?? testWire;
  const gateway = createGateway(deps, { config: parsed, catalogue: cards, wireOf });
  const byteRoutes = gatewayRoutes({ gateway, other });
  const url = await serveByteRoutes(context, byteRoutes, { deps: testListenerDeps(key) });
  const accounted = async (count: number): Promise<void> => {
    while (accounts.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return {
    url,
    accounts,
    spans,
    reserved,
    settled,
    routes: gateway.routes,
    metrics: gateway.metrics,
    caches: gateway.caches,
    counts: gateway.counts,
    accounted,
  };
};

/** A whole answer of a chat completion. */
export const chatAnswer = (content: string): string =>
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'provider-model',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  });

const chunk = (delta: object, finish: string | null, rest: object = {}): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'provider-model', choices: [{ index: 0, delta, finish_reason: finish }], ...rest })}\n\n`;

/** Events of a streamed answer, in the order in which a provider sends them. */
export const chatEvents = (words: readonly string[]): readonly string[] => [
  chunk({ role: 'assistant', content: '' }, null, { usage: null }),
  ...words.map((content) => chunk({ content }, null, { usage: null })),
  chunk({}, 'stop', { usage: null }),
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'provider-model', choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } })}\n\n`,
  'data: [DONE]\n\n',
];

export interface Asked {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** `count` begins with 1. */
export type ProviderScript = (asked: Asked, response: ServerResponse, count: number) => void;

/** A provider that answers by a function and keeps what it was asked. */
export const scriptedProvider = async (context: TestContext, script: ProviderScript) => {
  const asked: Asked[] = [];
  const url = await httpServer(context, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const one: Asked = { url: path, headers, body: Buffer.concat(parts).toString() };
      asked.push(one);
      script(one, response, asked.length);
    });
  });
  return { asked, baseUrl: new URL('/v1', url).href };
};

export const sendJson = (
  response: ServerResponse,
  body: string,
  { status = 200, headers = {} }: { readonly status?: number; readonly headers?: Record<string, string> } = {},
): void => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

export const sendEvents = (response: ServerResponse, all: readonly string[]): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of all) response.write(event);
  response.end();
};

/** Answers as a provider does, streamed when asked. */
export const sendChat: ProviderScript = ({ body }, response) =>
  body.includes('"stream":true')
    ? sendEvents(response, chatEvents(['Hello ', 'there']))
    : sendJson(response, chatAnswer('Hello'));
