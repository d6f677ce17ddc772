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

const present = (attributes: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> => {
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) kept[name] = value;
  return kept;
};

const usageAttributes = ({ usage, costNano, estimated }: Account) => ({
  'gen_ai.usage.input_tokens': usage.inputTokens,
  'gen_ai.usage.output_tokens': usage.outputTokens,
  'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens === 0 ? undefined : usage.cachedInputTokens,
  'gen_ai.usage.cache_creation.input_tokens': usage.cacheWriteTokens,
  'throughline.usage.reasoning_tokens': usage.reasoningTokens,
  'throughline.usage.estimated': estimated ? true : undefined,
  'throughline.cost_nano_usd': costNano,
});

const isError = ({ outcome }: Account): boolean => outcome === 'failed' || outcome === 'denied';

/** The span of a gateway call in OpenTelemetry GenAI terms; from key to cost in one place. */
export const callSpan = (trace: CallTrace, capture: 'on' | 'redacted' | 'off'): Span => {
  const { account, attempts } = trace;
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
    attributes: present({
      'gen_ai.operation.name': operation,
      'gen_ai.provider.name': account.provider === '' ? undefined : account.provider,
      'gen_ai.request.model': account.route,
      'gen_ai.response.model': trace.providerModel === '' ? undefined : trace.providerModel,
      'server.address': attempts.at(-1)?.server,
      'http.response.status_code': account.status,
      'error.type': isError(account) ? String(account.status) : undefined,
      ...usageAttributes(account),
      'throughline.semconv': semanticConventions,
      'throughline.actor': account.keyId,
      'throughline.account': account.id,
      'throughline.organisation': account.organisation,
      'throughline.team': account.team,
      'enduser.id': account.endUser,
      'throughline.dialect': account.dialect,
      'throughline.target': account.model === '' ? undefined : account.model,
      'throughline.outcome': account.outcome,
      'throughline.streamed': trace.streamed,
      'throughline.cache': trace.cache,
      'throughline.attempts':
        attempts.length > 1 ? attempts.map(({ model, outcome }) => `${model}: ${outcome}`) : undefined,
      'throughline.first_byte_ms': account.firstByteMs,
      'throughline.overhead_ms': Math.round(trace.overheadMs * 1000) / 1000,
      'throughline.question': contentOf(trace.prompt, capture),
      'throughline.answer': contentOf(trace.answer, capture),
    }),
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
