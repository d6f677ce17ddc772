import type { TraceSpan } from '../../api/schemas.ts';

export interface SpanRow {
  readonly span: TraceSpan;
  readonly depth: number;
  readonly children: number;
  /** Start and width as shares of the whole trace. */
  readonly from: number;
  readonly width: number;
}

/** Spans as a tree in reading order, without what lies under closed ones; spans without a known parent are roots. */
export const spanRows = (spans: readonly TraceSpan[], closed: ReadonlySet<string>): readonly SpanRow[] => {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const byParent = Map.groupBy(spans, ({ parentSpanId }) =>
    parentSpanId && known.has(parentSpanId) ? parentSpanId : '',
  );
  const start = spans.reduce((least, { startedAt }) => Math.min(least, startedAt), Infinity);
  const end = spans.reduce((most, { startedAt, durationMs }) => Math.max(most, startedAt + durationMs), 0);
  const whole = Math.max(0.001, end - start);
  const rows: SpanRow[] = [];
  const stack = (byParent.get('') ?? []).toReversed().map((span) => ({ span, depth: 0 }));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { span, depth } = next;
    const children = byParent.get(span.spanId) ?? [];
    rows.push({
      span,
      depth,
      children: children.length,
      from: (span.startedAt - start) / whole,
      width: span.durationMs / whole,
    });
    if (closed.has(span.spanId)) continue;
    for (const child of children.toSorted((a, b) => b.startedAt - a.startedAt))
      stack.push({ span: child, depth: depth + 1 });
  }
  return rows;
};

const numberOf = (span: TraceSpan, name: string): number | undefined => {
  const value = span.attributes[name];
  return typeof value === 'number' ? value : undefined;
};

export interface SpanCost {
  readonly tokens: number | undefined;
  readonly usd: number | undefined;
}

/** What a span says it used. */
export const costOf = (span: TraceSpan): SpanCost => {
  const input = numberOf(span, 'gen_ai.usage.input_tokens');
  const output = numberOf(span, 'gen_ai.usage.output_tokens');
  const nano = numberOf(span, 'throughline.cost_nano_usd');
  return {
    tokens: input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0),
    usd: nano === undefined ? undefined : nano / 1e9,
  };
};

/** A text attribute of a span. */
export const textAt = ({ attributes }: TraceSpan, name: string): string | undefined => {
  const value = attributes[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
