import type { Distribution, GatewayMeter } from './gateway-meter.ts';

/** Figures that others hold, by metric name. */
export type Gauges = Readonly<Record<string, { readonly help: string; readonly values: readonly GaugeValue[] }>>;

export interface GaugeValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const escape = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelled = (labels: Readonly<Record<string, string>> = {}): string => {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
};

const head = (name: string, help: string, type: string): string => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

const counter = (name: string, help: string, values: readonly GaugeValue[]): string =>
  head(name, help, 'counter') + values.map(({ labels, value }) => `${name}${labelled(labels)} ${value}\n`).join('');

const histogram = (name: string, help: string, { bounds, counts, sum, count }: Distribution): string =>
  head(name, help, 'histogram') +
  bounds.map((bound, index) => `${name}_bucket{le="${bound}"} ${counts[index] ?? 0}\n`).join('') +
  `${name}_bucket{le="+Inf"} ${count}\n${name}_sum ${sum}\n${name}_count ${count}\n`;

/** The gateway's metrics in Prometheus text format 0.0.4. */
export const renderMeter = (meter: GatewayMeter, gauges: Gauges = {}): string => {
  const { totals, overhead, answer, firstByte } = meter.read();
  const by = (read: (total: (typeof totals)[number]) => number): readonly GaugeValue[] =>
    totals.map((total) => ({
      labels: { route: total.route, model: total.model, outcome: total.outcome },
      value: read(total),
    }));
  const tokens = totals.flatMap(({ route, model, inputTokens, cachedTokens, outputTokens }) => [
    { labels: { route, model, class: 'input' }, value: inputTokens - cachedTokens },
    { labels: { route, model, class: 'cached' }, value: cachedTokens },
    { labels: { route, model, class: 'output' }, value: outputTokens },
  ]);
  return [
    counter(
      'throughline_gateway_requests_total',
      'Finished calls.',
      by(({ requests }) => requests),
    ),
    counter(
      'throughline_gateway_retries_total',
      'Tries after the first.',
      by(({ retries }) => retries),
    ),
    counter(
      'throughline_gateway_cost_usd_total',
      'Cost in US dollars.',
      by(({ costNano }) => costNano / 1e9),
    ),
    counter('throughline_gateway_tokens_total', 'Tokens by class.', sumByLabels(tokens)),
    histogram(
      'throughline_gateway_overhead_seconds',
      'Time of a call that was not spent waiting for a provider.',
      overhead,
    ),
    histogram('throughline_gateway_answer_seconds', 'Time from request to whole answer.', answer),
    histogram(
      'throughline_gateway_first_byte_seconds',
      'Time from request to the first byte of the answer.',
      firstByte,
    ),
    ...Object.entries(gauges).map(
      ([name, { help, values }]) =>
        head(name, help, 'gauge') + values.map(({ labels, value }) => `${name}${labelled(labels)} ${value}\n`).join(''),
    ),
  ].join('');
};

const sumByLabels = (values: readonly GaugeValue[]): readonly GaugeValue[] => {
  const sums = new Map<string, { labels: Readonly<Record<string, string>>; value: number }>();
  for (const { labels = {}, value } of values) {
    const key = labelled(labels);
    sums.set(key, { labels, value: (sums.get(key)?.value ?? 0) + value });
  }
  return [...sums.values()];
};
