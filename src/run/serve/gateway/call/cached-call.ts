import type { ByteExchange } from '#kernel';
import type { Caches } from '../../cache/create-caches.ts';
import type { CachedAnswer, CacheRequest } from '../../cache/port.ts';
import { recordReply, type RecordingReply } from '../../cache/record-reply.ts';
import { isSameAnswer } from '../../cache/same-answer.ts';
import { problemOf } from '../../dialects/problem-of.ts';
import { saidText } from '../content/texts.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { planTargets } from '../plan/plan-targets.ts';
import type { Reservation } from '../port.ts';
import { noBill } from './bill.ts';
import type { GatewayCall } from './gateway-call.ts';
import { reservePlace } from './reserve.ts';
import { deny } from './run-call.ts';
import { settleCall } from './settle-call.ts';

/** Runs a call through the providers; resolves when it is accounted. */
export type RunCall = (call: GatewayCall) => Promise<void>;

export interface CachedCallDeps extends GatewayDeps {
  readonly caches: Caches;
  readonly run: RunCall;
}

/** A place that may keep the answer, or the answer. */
interface Found {
  readonly answer: CachedAnswer | undefined;
  readonly kind: 'hit' | 'semantic-hit';
  readonly keep: (answer: CachedAnswer) => void;
  /** Ask the model too, and compare. */
  readonly shadow: boolean;
}

/** Who would be asked now; when nobody may be, what the first choice said before still holds. */
const firstChoice = ({ clock, random }: GatewayDeps, { route, facts }: GatewayCall): string => {
  const { targets } = planTargets(route, facts, { now: clock.monotonic(), random });
  return (targets[0] ?? route.targets[0])?.card.id ?? '';
};

const requestOf = (deps: GatewayDeps, call: GatewayCall): CacheRequest => {
  const { key, actor, headers } = call.exchange;
  return {
    route: call.route.name,
    model: firstChoice(deps, call),
    dialect: call.dialect,
    tenant: key?.organisation ?? key?.team ?? actor,
    version: `${headers['anthropic-version'] ?? ''} ${headers['anthropic-beta'] ?? ''} ${headers['openai-beta'] ?? ''}`,
    raw: call.body.bytes,
    body: call.parsed,
  };
};

const findExact = ({ caches }: CachedCallDeps, call: GatewayCall, request: CacheRequest): Found | undefined => {
  const { exact } = call.route.cache;
  const found = exact === undefined ? undefined : caches.exact.find(request, exact);
  if (exact === undefined || found === undefined) return undefined;
  const keep = (answer: CachedAnswer): void => caches.exact.keep(request, answer, exact);
  return { answer: found.answer, kind: 'hit', keep, shadow: false };
};

const findSemantic = async (
  { caches }: CachedCallDeps,
  { route }: GatewayCall,
  request: CacheRequest,
): Promise<Found | undefined> => {
  if (route.cache.semantic === undefined) return undefined;
  const found = await caches.semantic.find(request, route.cache.semantic);
  if (found === undefined) return undefined;
  return { answer: found.hit?.answer, kind: 'semantic-hit', keep: found.keep, shadow: found.hit?.shadow === true };
};

const withReply = (call: GatewayCall, { reply }: RecordingReply): ByteExchange => ({ ...call.exchange, reply });

interface Hit extends Found {
  readonly answer: CachedAnswer;
}

interface Reserved {
  readonly reservation: Reservation;
}

const isHit = (found: Found | undefined): found is Hit => found?.answer !== undefined;

/** Sends a kept answer: no provider is asked, so it costs nothing. */
const send = (deps: CachedCallDeps, call: GatewayCall, { answer, kind, reservation }: Hit & Reserved): void => {
  const { bytes, contentType, model, storedAt } = answer;
  call.exchange.reply.writeHead(200, {
    'content-type': contentType,
    'content-length': String(bytes.length),
    age: String(Math.max(0, Math.floor((deps.clock.now() - storedAt) / 1000))),
    'x-throughline-cache': kind,
    'x-throughline-target': model,
    'x-throughline-trace-id': call.traceId,
  });
  call.exchange.reply.end(bytes);
  call.cache = kind;
  const target = call.route.targets.find(({ card }) => card.id === model);
  settleCall(deps, call, {
    outcome: 'cached',
    status: 200,
    target,
    bill: noBill,
    firstByteMs: undefined,
    reservation,
  });
};

/** Rates and places of the key hold for kept answers too. */
const replay = async (deps: CachedCallDeps, call: GatewayCall, hit: Hit): Promise<void> => {
  const reserving = reservePlace(deps, call);
  const reserved = reserving instanceof Promise ? await reserving : reserving;
  if (reserved.ok) send(deps, call, { ...hit, reservation: reserved.value });
  else deny(deps, call, problemOf(reserved.error));
};

const recordedAnswer = (
  deps: CachedCallDeps,
  call: GatewayCall,
  recording: RecordingReply,
): CachedAnswer | undefined => {
  const recorded = recording.recorded();
  const answered = call.attempts.findLast(({ outcome }) => outcome === 'ok');
  if (recorded?.status !== 200 || answered === undefined) return undefined;
  const { bytes, contentType } = recorded;
  return { bytes, contentType, model: answered.model, storedAt: deps.clock.now() };
};

/** Answers by the providers, and keeps what they said where it may be kept. */
const askAndKeep = async (deps: CachedCallDeps, call: GatewayCall, places: readonly Found[]): Promise<void> => {
  const recording = recordReply(call.exchange.reply, { 'x-throughline-cache': 'miss' });
  const asked: GatewayCall = { ...call, cache: 'miss', exchange: withReply(call, recording) };
  await deps.run(asked);
  const answer = recordedAnswer(deps, asked, recording);
  if (answer !== undefined) for (const { keep } of places) keep(answer);
};

/** Asks the model what it would have said to a question that a similar one's answer was given to. */
const shadow = async (deps: CachedCallDeps, call: GatewayCall, { bytes }: CachedAnswer): Promise<void> => {
  const recording = recordReply();
  const id = deps.ids.uuid();
  const asked: GatewayCall = {
    ...call,
    id,
    spanId: id.replaceAll('-', '').slice(-16),
    parentSpanId: call.spanId,
    startedAt: deps.clock.now(),
    started: deps.clock.monotonic(),
    attempts: [],
    captured: undefined,
    cache: 'miss',
    exchange: withReply(call, recording),
    isGone: false,
    onGone: undefined,
  };
  await deps.run(asked);
  const answer = recordedAnswer(deps, asked, recording);
  const [given, real] = [saidText(bytes, false), answer === undefined ? '' : saidText(answer.bytes, false)];
  if (given === '' || real === '') return;
  deps.caches.semantic.measured(call.route.name, !isSameAnswer(given, real));
};

const runSemantic = async (
  deps: CachedCallDeps,
  call: GatewayCall,
  { request, exact }: { readonly request: CacheRequest; readonly exact: Found | undefined },
): Promise<void> => {
  const semantic = await findSemantic(deps, call, request);
  if (!isHit(semantic)) {
    return askAndKeep(
      deps,
      call,
      [exact, semantic].filter((found) => found !== undefined),
    );
  }
  await replay(deps, call, semantic);
  if (semantic.shadow) await shadow(deps, call, semantic.answer);
};

/** A call through the caches of its route. `cache-control: no-cache` or `no-store` of the client goes past them. */
export const runCachedCall = (deps: CachedCallDeps, call: GatewayCall): Promise<void> => {
  const { exact: exactSettings, semantic: semanticSettings } = call.route.cache;
  if (exactSettings === undefined && semanticSettings === undefined) return deps.run(call);
  if (/no-(?:cache|store)/.test(call.exchange.headers['cache-control'] ?? '')) return deps.run(call);
  const request = requestOf(deps, call);
  const exact = findExact(deps, call, request);
  if (isHit(exact)) return replay(deps, call, exact);
  if (semanticSettings !== undefined) return runSemantic(deps, call, { request, exact });
  return exact === undefined ? deps.run(call) : askAndKeep(deps, call, [exact]);
};
