import type { ByteExchange, Json } from '#kernel';
import type { Dialect } from '#build/models';
import type { JsonObject } from '../../dialects/port.ts';
import { conversationStart } from '../body/first-messages.ts';
import { readField } from '../body/read-field.ts';
import type { ScannedBody } from '../body/scan-body.ts';
import type { RouteFacts } from '../plan/target.ts';
import { frontOf } from './fronts.ts';

const bytesPerToken = 4;
/** What an answer is taken for when the request sets no limit. */
const usualOutputTokens = 1_000;
const maximumFields = ['max_completion_tokens', 'max_output_tokens', 'max_tokens'] as const;

const silentDialects: ReadonlySet<Dialect> = new Set<Dialect>(['openai-embeddings', 'rerank']);

const positive = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && value > 0 && value < 1e9 ? Math.ceil(value) : undefined;

const outputTokensOf = (dialect: Dialect, body: ScannedBody): number => {
  if (silentDialects.has(dialect)) return 0;
  for (const name of maximumFields) {
    const maximum = positive(readField(body, name));
    if (maximum !== undefined) return maximum;
  }
  return usualOutputTokens;
};

/** Images and files in a body are as text many times what they are as tokens. */
const inputTokensOf = ({ dialect, body, parsed }: FactsInput): number => {
  const plain = Math.ceil(body.bytes.length / bytesPerToken);
  if (!body.bytes.includes('base64')) return plain;
  const whole = parsed();
  return whole === undefined ? plain : frontOf(dialect).estimate(whole).inputTokens;
};

const onlyText: ReadonlySet<string> = new Set(['text']);

const modalitiesOf = ({ dialect, parsed }: FactsInput): ReadonlySet<string> => {
  const whole = parsed();
  return whole === undefined ? onlyText : frontOf(dialect).modalities(whole);
};

const once = <Value>(compute: () => Value): (() => Value) => {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
};

const isId = (id: string | undefined): id is string => id !== undefined;

export interface FactsInput {
  readonly exchange: ByteExchange;
  readonly dialect: Dialect;
  readonly body: ScannedBody;
  readonly parsed: () => JsonObject | undefined;
  readonly tags: readonly string[];
}

/** What routing and limits look at; what costs a walk over the body is computed when it is asked for. */
export const readFacts = (input: FactsInput): RouteFacts => {
  const { exchange, dialect, body, tags } = input;
  const { key, actor } = exchange;
  const tenants = [actor, key?.team, key?.organisation].filter(isId);
  return {
    tags,
    inputTokens: once(() => inputTokensOf(input)),
    outputTokens: outputTokensOf(dialect, body),
    modalities: once(() => modalitiesOf(input)),
    tenants,
    prefix: () => `${tenants.at(-1) ?? ''}\0${conversationStart(body)}`,
  };
};
