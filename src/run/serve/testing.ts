import { once } from 'node:events';
import { createServer } from 'node:http';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  canonicalJson,
  err,
  hashOf,
  ok,
  type ByteRoute,
  type Exposure,
  type Fault,
  type Feedback,
  type FeedbackDep,
  type Result,
  type Route,
  type RouteReply,
  type Span,
} from '#kernel';
import type { Application, AnswerOptions, Question } from '#build/strategy';
import { strategySchema, type Answer, type Candidate } from '#build/strategy/contract';
import { createByteListener } from '#platform/byte-server';
import { createAdmission } from './admission.ts';
import { serveFaults } from './errors.ts';
import { createServeMeter } from './meter.ts';
import { invalidRequest, openAiError } from './open-ai-error.ts';
import type { Served } from './port.ts';
import type { ServeDeps } from './routes.ts';

/** A candidate whose strategy needs nothing. */
export const testCandidate = (name: string): Candidate => {
  const strategy = strategySchema.parse({ name, kind: 'extractive' });
  return { id: hashOf(strategy), strategy, indexRecord: hashOf('index'), origin: 'project' };
};

export const testAnswer = (text: string, rest: Partial<Answer> = {}): Answer => ({
  text,
  refused: false,
  citations: [
    { source: 'docs/a.md', heading: 'A', quote: text, documentId: 'docs/a.md', chunkId: 'c1', start: 0, end: 1 },
  ],
  retrieved: [{ chunkId: 'c1', documentId: 'docs/a.md', heading: 'A', score: 1 }],
  guardrails: [],
  usage: { inputTokens: 12, cachedInputTokens: 0, outputTokens: 3 },
  costNano: 1_500_000,
  durationMs: 1,
  modelCalls: 1,
  ...rest,
});

export type AnswerScript = (question: Question, options: AnswerOptions) => Answer | Fault | Promise<Answer | Fault>;

const isFault = (value: Answer | Fault): value is Fault => 'code' in value;

/** An application that answers by a function; it streams word by word what the function returns. */
export const scriptedApplication = (name: string, script: AnswerScript): Application => ({
  candidate: testCandidate(name),
  answer: async (question, options = {}): Promise<Result<Answer, Fault>> => {
    const answer = await script(question, options);
    if (isFault(answer)) return err(answer);
    for (const word of answer.text.split(/(?<= )/)) options.onDelta?.(word);
    return ok(answer);
  },
});

export const servedBy = (application: Application): Served => ({
  application,
  arm: 'control',
  release: hashOf(['release', application.candidate.id]),
  rollout: undefined,
});

/** Feedback kept in memory. */
export const createMemoryFeedback = (): FeedbackDep & { readonly given: Feedback[] } => {
  const given: Feedback[] = [];
  const add: FeedbackDep['feedback']['add'] = async (feedback) => {
    const stored = { ...feedback, id: `f${given.length + 1}`, at: new Date(0).toISOString() };
    given.push(stored);
    return stored;
  };
  return { given, feedback: { add, list: async () => given.toReversed(), deleteBefore: async () => 0 } };
};

const tickingClock = (): ServeDeps['clock'] => ({ now: () => Date.now(), monotonic: () => performance.now() });

const countingIds = (): ServeDeps['ids'] => {
  let count = 0;
  return { uuid: () => `01900000-0000-7000-8000-${(count += 1).toString(16).padStart(12, '0')}` };
};

export interface ServeHarness {
  readonly deps: ServeDeps;
  readonly spans: Span[];
  readonly exposures: Exposure[];
  readonly feedback: readonly Feedback[];
}

/** Dependencies of serving with queues that are arrays. */
export const createServeHarness = ({
  served,
  preview,
  concurrency = 8,
  queue = 8,
  clock = tickingClock(),
}: {
  readonly served?: Served | ((conversation: string) => Served | undefined);
  readonly preview?: Application;
  readonly concurrency?: number;
  readonly queue?: number;
  readonly clock?: ServeDeps['clock'];
} = {}): ServeHarness => {
  const [spans, exposures, memory]: [Span[], Exposure[], ReturnType<typeof createMemoryFeedback>] = [
    [],
    [],
    createMemoryFeedback(),
  ];
  const admission = createAdmission({ concurrency, queue, now: clock.monotonic });
  const isPreview = (model: string): boolean =>
    model === 'preview' || model === preview?.candidate.id || model === preview?.candidate.strategy.name;
  const deps: ServeDeps = {
    clock,
    ids: countingIds(),
    log: () => {},
    telemetry: { record: (span) => void spans.push(span) },
    exposed: (exposure) => void exposures.push(exposure),
    feedback: memory.feedback,
    databaseAlive: async () => true,
    admission,
    capture: 'on',
    meter: createServeMeter({ counts: admission.counts, drops: () => ({ spans: 0 }) }),
    routing: {
      assign: (conversation) => (typeof served === 'function' ? served(conversation) : served),
      preview: async (model) =>
        preview !== undefined && isPreview(model)
          ? ok({ application: preview, arm: 'preview', release: undefined, rollout: undefined })
          : undefined,
      models: () => [{ id: 'throughline', created: 0, says: 'The active release.' }],
    },
    allRoutes: () => [],
    version: '0.0.0',
  };
  return { deps, spans, exposures, feedback: memory.given };
};

const sendStream = async (
  reply: FastifyReply,
  { contentType, chunks, headers }: Extract<RouteReply, { kind: 'stream' }>,
): Promise<void> => {
  reply.hijack();
  reply.raw.writeHead(200, { ...headers, 'content-type': contentType });
  for await (const chunk of chunks) {
    if (reply.raw.destroyed) break;
    if (!reply.raw.write(chunk)) await Promise.race([once(reply.raw, 'drain'), once(reply.raw, 'close')]);
  }
  reply.raw.end();
};

const send = async (reply: FastifyReply, answered: RouteReply): Promise<void> => {
  if (answered.kind === 'stream') return sendStream(reply, answered);
  if (answered.kind === 'text')
    await reply
      .code(answered.status ?? 200)
      .type(answered.contentType)
      .send(answered.body);
  else
    await reply
      .code(answered.status ?? 200)
      .headers(answered.headers ?? {})
      .send(answered.body);
};

/** Body and query as the route wants them, or the reply that says what is wrong. */
const parseRequest = (route: Route, request: FastifyRequest) => {
  const body = route.body?.safeParse(request.body);
  if (body?.success === false) return { problem: openAiError(invalidRequest(body.error)) };
  const query = route.query?.safeParse(request.query);
  if (query?.success === false) return { problem: openAiError(invalidRequest(query.error)) };
  return { body: body?.data, query: query?.data };
};

const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort(new Error('client closed')));
  return gone.signal;
};

const callRoute = async (route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const { problem, body, query } = parseRequest(route, request);
  if (problem !== undefined) return void (await reply.code(400).send(problem));
  const { authorization: _key, cookie: _cookie, ...rest } = request.headers;
  const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  const params = JSON.parse(canonicalJson(request.params));
  const actor = route.access === 'public' ? 'anonymous' : 'test-key';
  const answered = await route.handle({ params, body, query, actor, headers, signal: goneSignal(reply) });
  if (answered.ok) return send(reply, answered.value);
  await reply.code(answered.error.status).send(openAiError(answered.error));
};

const handler =
  (route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const isAllowed = route.access === 'public' || request.headers.authorization === 'Bearer test-key';
    if (isAllowed) await callRoute(route, request, reply);
    else await reply.code(401).send({ error: { message: 'no key', code: 'unauthorized' } });
  };

const refused: Fault = serveFaults.fault('SERVE_REQUEST_INVALID', { problem: 'refused' });
const unauthorised: Fault = { ...refused, code: 'unauthorized', status: 401 };

const byteListener = (routes: readonly ByteRoute[]) =>
  createByteListener(
    {
      log: () => {},
      admit: ({ authorization }) =>
        authorization === 'Bearer test-key' ? { actor: 'test-key', key: undefined } : unauthorised,
      faults: {
        tooLarge: () => ({ ...refused, status: 413 }),
        stalled: () => ({ ...refused, status: 408 }),
        internal: (problem) => ({ ...serveFaults.fault('SERVE_REQUEST_INVALID', { problem }), status: 500 }),
      },
    },
    { routes },
  );

/** Mounts routes on a real HTTP server on a free port; the API key is `test-key`. */
export const listenForTests = async (
  routes: readonly Route[],
  byteRoutes: readonly ByteRoute[] = [],
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
  const answerBytes = byteListener(byteRoutes);
  const app = fastify({
    bodyLimit: 262_144,
    forceCloseConnections: true,
    serverFactory: (listener) =>
      createServer((request, response) => {
        if (!answerBytes(request, response)) listener(request, response);
      }),
  });
  for (const route of routes) app.route({ method: route.method, url: route.path, handler: handler(route) });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, close: () => app.close() };
};
