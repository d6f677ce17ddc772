import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { keysQuery, traceAccountsQuery } from '../../api/gateway-queries.ts';
import type { TraceSpan } from '../../api/schemas.ts';
import { TextLink } from '../../ui/app-link.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Facts, Section } from '../../ui/section.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { dollars } from '../gateway/limit-words.ts';
import { costOf, textAt } from './span-tree.ts';

/** Whether a span is a call of the gateway: it has an account. */
export const isGatewayCall = (span: TraceSpan): boolean => textAt(span, 'throughline.account') !== undefined;

const numberAt = ({ attributes }: TraceSpan, name: string): number => {
  const value = attributes[name];
  return typeof value === 'number' ? value : 0;
};

const count = (value: number): string => value.toLocaleString('en-GB');

const Payer = ({ span }: { readonly span: TraceSpan }) => {
  const { data } = useQuery(keysQuery());
  const id = textAt(span, 'throughline.actor') ?? '';
  const key = data?.keys.find((one) => one.id === id);
  const others = ['throughline.organisation', 'throughline.team', 'enduser.id'].flatMap(
    (name) => textAt(span, name) ?? [],
  );
  return (
    <span className="flex flex-wrap content-start gap-x-3 max-sm:min-h-10">
      {data === undefined && <Skeleton className="h-5 w-60 max-w-full" />}
      {key === undefined ? (
        data !== undefined && <span className="break-all">{id}</span>
      ) : (
        <>
          <TextLink href={`/stages/serve?view=keys&key=${encodeURIComponent(id)}`}>
            {key.name} ({key.prefix}…)
          </TextLink>
          <TextLink href={`/stages/serve?view=usage&by=day,model&of=${encodeURIComponent(id)}`}>its usage</TextLink>
        </>
      )}
      {others.length > 0 && <span className="text-muted">{others.join(' / ')}</span>}
    </span>
  );
};

/** `model: outcome` of each try, in order; one that went well needs no list of its own. */
const attemptsOf = (span: TraceSpan): readonly string[] => {
  const listed = span.attributes['throughline.attempts'];
  if (Array.isArray(listed)) return listed.map(String);
  const target = textAt(span, 'throughline.target');
  return target === undefined
    ? []
    : [`${target}: ${span.status === 'ok' ? 'ok' : (textAt(span, 'error.type') ?? 'failed')}`];
};

const Attempts = ({ span }: { readonly span: TraceSpan }) => {
  const attempts = attemptsOf(span);
  if (attempts.length === 0) return <span className="text-muted">none: no provider was asked</span>;
  return (
    <ol className="flex flex-col gap-0.5">
      {attempts.map((attempt, index) => (
        <li key={`${index} ${attempt}`} className={attempt.endsWith(': ok') ? '' : 'text-failed'}>
          {index + 1}. {attempt}
        </li>
      ))}
    </ol>
  );
};

const classes = [
  ['cached', 'gen_ai.usage.cache_read.input_tokens'],
  ['written to the cache', 'gen_ai.usage.cache_creation.input_tokens'],
] as const;

const tokensText = (span: TraceSpan): string => {
  const of = classes
    .filter(([, name]) => numberAt(span, name) > 0)
    .map(([word, name]) => `${count(numberAt(span, name))} ${word}`);
  const input = `${count(numberAt(span, 'gen_ai.usage.input_tokens'))} in${of.length > 0 ? ` (of it ${of.join(', ')})` : ''}`;
  const thought = numberAt(span, 'throughline.usage.reasoning_tokens');
  const output = `${count(numberAt(span, 'gen_ai.usage.output_tokens'))} out${thought > 0 ? ` (of it ${count(thought)} thought)` : ''}`;
  return `${input}, ${output}${span.attributes['throughline.usage.estimated'] === true ? ', estimated' : ''}`;
};

/** The cost on the span, and whether the accounts say the same. */
const Cost = ({ span, traceId }: { readonly span: TraceSpan; readonly traceId: string }) => {
  const { data } = useQuery(traceAccountsQuery(traceId));
  const account = data?.accounts.find(({ id }) => id === textAt(span, 'throughline.account'));
  const nano = account?.costNano ?? numberAt(span, 'throughline.cost_nano_usd');
  const all = data?.accounts ?? [];
  const whole = all.reduce((sum, { costNano }) => sum + costNano, 0);
  return (
    <span className="flex min-h-6 flex-wrap items-center gap-x-3">
      <span className="font-medium">{dollars(nano)}</span>
      {account !== undefined && <Badge tone="fresh">in the accounts</Badge>}
      {data !== undefined && account === undefined && <Badge tone="stale">not in the accounts yet</Badge>}
      {all.length > 1 && (
        <span className="text-muted">
          the whole trace {dollars(whole)} for {all.length} calls
        </span>
      )}
    </span>
  );
};

const cacheWords: Readonly<Record<string, string>> = {
  hit: 'the same request was answered before',
  'semantic-hit': 'a similar question was answered before',
  miss: 'nothing there',
  off: 'not used',
};

const milliseconds = (span: TraceSpan, name: string): string =>
  formatQuantity({ value: numberAt(span, name) }, 'ms').value;

const timesText = (span: TraceSpan): string =>
  [
    `${formatQuantity({ value: Math.round(span.durationMs) }, 'ms').value} in all`,
    ...(numberAt(span, 'throughline.first_byte_ms') > 0
      ? [`${milliseconds(span, 'throughline.first_byte_ms')} to the first byte`]
      : []),
    `${milliseconds(span, 'throughline.overhead_ms')} of its own`,
  ].join(', ');

const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(', ');

/** A call of the gateway from its key to its cost. */
export const GatewayCall = ({ span, traceId }: { readonly span: TraceSpan; readonly traceId: string }) => {
  const status = numberAt(span, 'http.response.status_code');
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Key', <Payer key="key" span={span} />],
    ['Route', joined(textAt(span, 'gen_ai.request.model'), textAt(span, 'throughline.dialect'))],
    [
      'Target',
      joined(
        textAt(span, 'throughline.target'),
        textAt(span, 'gen_ai.response.model'),
        textAt(span, 'server.address'),
      ) || 'none',
    ],
    ['Tries', <Attempts key="tries" span={span} />],
    ['Cache', cacheWords[textAt(span, 'throughline.cache') ?? 'off'] ?? 'not used'],
    [
      'Answer',
      joined(
        textAt(span, 'throughline.outcome'),
        String(status),
        span.attributes['throughline.streamed'] === true ? 'streamed' : undefined,
      ),
    ],
    ['Time', timesText(span)],
    ['Tokens', tokensText(span)],
    ['Cost', <Cost key="cost" span={span} traceId={traceId} />],
  ];
  return (
    <Section title="From key to cost" says={costOf(span).usd === 0 ? 'nothing was paid' : ''}>
      <Facts items={facts} />
    </Section>
  );
};
