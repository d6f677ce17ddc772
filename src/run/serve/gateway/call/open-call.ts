import type { ByteExchange, Json } from '#kernel';
import type { Dialect } from '#build/models';
import type { JsonObject } from '../../dialects/port.ts';
import { isObject } from '../../dialects/json-value.ts';
import { readHead } from '../../dialects/read-head.ts';
import { readTraceparent } from '../../observe/trace-context.ts';
import { isTrue, readField, readFields } from '../body/read-field.ts';
import { createCaptured } from '../content/captured.ts';
import type { ScannedBody } from '../body/scan-body.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { LiveRoute } from '../plan/target.ts';
import { frontOf } from './fronts.ts';
import type { GatewayCall } from './gateway-call.ts';
import { readFacts } from './read-facts.ts';

export interface OpenCallInput {
  readonly exchange: ByteExchange;
  readonly dialect: Dialect;
  readonly body: ScannedBody;
  readonly name: string;
  readonly route: LiveRoute;
}

const headFields: ReadonlySet<string> = new Set(['user', 'safety_identifier', 'metadata']);
const maximumTags = 64;

const parseWhole = ({ bytes }: ScannedBody): JsonObject | undefined => {
  try {
    const whole: Json = JSON.parse(bytes.toString('utf8'));
    return isObject(whole) ? whole : undefined;
  } catch {
    return undefined;
  }
};

const tagsOf = (header: string | undefined, inBody: readonly string[]): readonly string[] => {
  if (header === undefined) return inBody;
  const given = header.split(',', maximumTags).map((tag) => tag.trim());
  return [...given.filter((tag) => tag !== ''), ...inBody];
};

const wantsUsage = (body: ScannedBody): boolean => {
  const options = readField(body, 'stream_options');
  return isObject(options) && options['include_usage'] === true;
};

const spanIdLength = 16;

/** Everything of a call that is known before the first target is asked. */
export const openCall = (deps: GatewayDeps, input: OpenCallInput): GatewayCall => {
  const { exchange, dialect, body } = input;
  const [startedAt, started] = [deps.clock.now(), deps.clock.monotonic()];
  const id = deps.ids.uuid();
  const own = id.replaceAll('-', '');
  const parent = readTraceparent(exchange.headers['traceparent']);
  const { endUser, tags } = readHead(readFields(body, headFields));
  let whole: { readonly value: JsonObject | undefined } | undefined;
  const parsed = (): JsonObject | undefined => {
    whole ??= { value: parseWhole(body) };
    return whole.value;
  };
  const stream = isTrue(body, 'stream');
  return {
    ...input,
    front: frontOf(dialect),
    parsed,
    facts: readFacts({ ...input, parsed, tags: tagsOf(exchange.headers['x-throughline-tags'], tags) }),
    stream,
    wantsUsage: stream && wantsUsage(body),
    endUser,
    id,
    traceId: parent?.traceId ?? own,
    spanId: own.slice(-spanIdLength),
    parentSpanId: parent?.parentSpanId,
    startedAt,
    started,
    attempts: [],
    cache: 'off',
    captured: deps.captures() ? createCaptured() : undefined,
    isGone: false,
    onGone: undefined,
    outsideMs: 0,
  };
};
