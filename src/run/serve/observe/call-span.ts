import type { Json, Span } from '#kernel';
import type { Dialect } from '#build/models';
import { detectPersonalData, maskPersonalData } from '#plan/govern';
import type { Account } from '../gateway/port.ts';

/** The version of OpenTelemetry's semantic conventions that the names below are from. */
export const semanticConventions = '1.38.0';

/** One try at one target. */
export interface TargetAttempt {
  /** Catalogue id. */
  readonly model: string;
  readonly provider: string;
  /** Host that was asked. */
  readonly server: string;
  /** `ok`, the HTTP status, or the failure's name. */
  readonly outcome: string;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** A finished call with what its account does not hold. */
export interface CallTrace {
  readonly account: Account;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** Name of the model at its provider. */
  readonly providerModel: string;
  readonly streamed: boolean;
  readonly attempts: readonly TargetAttempt[];
  readonly cache: 'hit' | 'semantic-hit' | 'miss' | 'off';
  /** Milliseconds that were not spent waiting for a provider. */
  readonly overheadMs: number;
  /** Texts, when content is captured. */
  readonly prompt?: string | undefined;
  readonly answer?: string | undefined;
}

const operations: Readonly<Record<Dialect, string>> = {
  'openai-chat': 'chat',
  'openai-responses': 'chat',
  'openai-completions': 'text_completion',
  'openai-embeddings': 'embeddings',
  'anthropic-messages': 'chat',
  rerank: 'rerank',
};

/** `gen_ai.operation.name` of a dialect. */
export const operationOf = (dialect: Dialect): string => operations[dialect];

const longest = 20_000;

const contentOf = (text: string | undefined, capture: 'on' | 'redacted' | 'off'): string | undefined => {
  if (text === undefined || capture === 'off') return undefined;
  const cut = text.slice(0, longest);
  return capture === 'on' ? cut : maskPersonalData(cut, detectPersonalData(cut));
};

type Attributes = Record<string, Json>;

/** What every call has is written at once; what few have is added: a list of all of them would cost more than the call. */
const addSome = (attributes: Attributes, values: Readonly<Record<string, Json | undefined>>): void => {
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) attributes[name] = value;
  }
};

const usageOf = (attributes: Attributes, { usage, estimated }: Account): void => {
  if (usage.cachedInputTokens > 0) attributes['gen_ai.usage.cache_read.input_tokens'] = usage.cachedInputTokens;
  addSome(attributes, {
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteTokens,
    'throughline.usage.reasoning_tokens': usage.reasoningTokens,
  });
  if (estimated) attributes['throughline.usage.estimated'] = true;
};

const answererOf = (attributes: Attributes, { account, attempts, providerModel }: CallTrace): void => {
  if (account.provider !== '') attributes['gen_ai.provider.name'] = account.provider;
  if (providerModel !== '') attributes['gen_ai.response.model'] = providerModel;
  if (account.model !== '') attributes['throughline.target'] = account.model;
  const server = attempts.at(-1)?.server;
  if (server !== undefined) attributes['server.address'] = server;
  if (attempts.length > 1)
    attributes['throughline.attempts'] = attempts.map(({ model, outcome }) => `${model}: ${outcome}`);
};

const isError = ({ outcome }: Account): boolean => outcome === 'failed' || outcome === 'denied';

const attributesOf = (trace: CallTrace, capture: 'on' | 'redacted' | 'off'): Attributes => {
  const { account } = trace;
  const attributes: Attributes = {
    'gen_ai.operation.name': operationOf(account.dialect),
    'gen_ai.request.model': account.route,
    'gen_ai.usage.input_tokens': account.usage.inputTokens,
    'gen_ai.usage.output_tokens': account.usage.outputTokens,
    'http.response.status_code': account.status,
    'throughline.cost_nano_usd': account.costNano,
    'throughline.semconv': semanticConventions,
    'throughline.actor': account.keyId,
    'throughline.account': account.id,
    'throughline.dialect': account.dialect,
    'throughline.outcome': account.outcome,
    'throughline.streamed': trace.streamed,
    'throughline.cache': trace.cache,
    'throughline.overhead_ms': Math.round(trace.overheadMs * 1000) / 1000,
  };
  if (isError(account)) attributes['error.type'] = String(account.status);
  usageOf(attributes, account);
  answererOf(attributes, trace);
  addSome(attributes, {
    'throughline.organisation': account.organisation,
    'throughline.team': account.team,
    'enduser.id': account.endUser,
    'throughline.first_byte_ms': account.firstByteMs,
    'throughline.question': contentOf(trace.prompt, capture),
    'throughline.answer': contentOf(trace.answer, capture),
  });
  return attributes;
};

/** The span of a gateway call in OpenTelemetry GenAI terms; from key to cost in one place. */
export const callSpan = (trace: CallTrace, capture: 'on' | 'redacted' | 'off'): Span => {
  const { account } = trace;
  const operation = operationOf(account.dialect);
  return {
    traceId: account.traceId,
    spanId: trace.spanId,
    parentSpanId: trace.parentSpanId,
    name: `${operation} ${account.route}`,
    operation,
    startedAt: account.at,
    durationMs: account.durationMs,
    status: isError(account) ? 'error' : 'ok',
    attributes: attributesOf(trace, capture),
  };
};

/** Spans of the single tries, below the span of their call; only when there were several. */
export const attemptSpans = ({ account, spanId, attempts }: CallTrace, newSpanId: () => string): readonly Span[] =>
  attempts.length < 2
    ? []
    : attempts.map(({ model, provider, server, outcome, startedAt, durationMs }) => ({
        traceId: account.traceId,
        spanId: newSpanId(),
        parentSpanId: spanId,
        name: `try ${model}`,
        operation: 'try',
        startedAt,
        durationMs,
        status: outcome === 'ok' ? ('ok' as const) : ('error' as const),
        attributes: {
          'gen_ai.provider.name': provider,
          'gen_ai.request.model': model,
          'server.address': server,
          ...(outcome === 'ok' ? {} : { 'error.type': outcome }),
        },
      }));
