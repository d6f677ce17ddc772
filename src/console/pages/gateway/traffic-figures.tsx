import type { ReactNode } from 'react';
import type { GatewayView } from '#run/serve/contract';
import { SecondBars } from '../../charts/second-bars.tsx';

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly says: ReactNode;
  readonly children?: ReactNode;
}

const Figure = ({ name, value, says, children }: FigureProps) => (
  <div className="bg-panel flex h-[104px] min-w-0 flex-col rounded-md border px-3 py-2">
    <dt className="text-soft truncate">{name}</dt>
    <dd className="flex min-h-0 flex-1 flex-col">
      <span className="truncate text-lg font-semibold tracking-tight tabular-nums">{value}</span>
      <span className="mt-auto flex items-end gap-3">
        <span className="text-muted truncate text-xs tabular-nums">{says}</span>
        {children}
      </span>
    </dd>
  </div>
);

type Distribution = GatewayView['overhead'];
type Quantile = NonNullable<Distribution['p50']>;

/** Two digits: it moves all the time. */
const milliseconds = (value: number): string => {
  const rounded = Number(value.toPrecision(2));
  return rounded < 1000 ? `${rounded}\u202fms` : `${(rounded / 1000).toFixed(1)}\u202fs`;
};

/** Above the largest bound of the histogram nothing more is known. */
const quantileText = ({ value, high }: Quantile): string =>
  high === undefined ? `over ${milliseconds(value)}` : milliseconds(value);

const Times = ({ name, of: { p50, p99, calls } }: { readonly name: string; readonly of: Distribution }) => (
  <Figure
    name={name}
    value={p50 === undefined ? 'no call yet' : quantileText(p50)}
    says={p99 === undefined ? 'since the start' : `${quantileText(p99)} p99, n ${calls.toLocaleString('en-GB')}`}
  />
);

/** Few values need few digits. */
const rate = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value > 0 && value < 10 ? 1 : 0 });

const dropsOf = (drops: GatewayView['drops']) => {
  const lost = Object.entries(drops).filter(([, count]) => count > 0);
  const total = lost.reduce((sum, [, count]) => sum + count, 0);
  const says =
    lost.length === 0
      ? `in ${Object.keys(drops).length} queues`
      : lost.map(([queue, count]) => `${queue} ${count.toLocaleString('en-GB')}`).join(', ');
  return { total, says };
};

/** The last minute in numbers, and what the gateway itself costs in time. */
export const TrafficFigures = ({ view: { traffic, overhead, firstByte, drops } }: { readonly view: GatewayView }) => {
  const seconds = Math.max(1, traffic.length);
  const sum = (read: (second: GatewayView['traffic'][number]) => number): number =>
    traffic.reduce((all, second) => all + read(second), 0);
  const requests = sum((second) => second.requests);
  const perMinute = (sum(({ costNano }) => costNano) / 1e9) * (60 / seconds);
  const { total, says } = dropsOf(drops);
  return (
    <div className="@container">
      <dl className="grid grid-cols-2 gap-2 @2xl:grid-cols-3 @6xl:grid-cols-6">
        <Figure name="Requests a second" value={rate(requests / seconds)} says={`${rate(requests)} in ${seconds} s`}>
          <span className="block h-7 min-w-0 flex-1">
            <SecondBars values={traffic.map((second) => second.requests)} label="Requests by the second, last minute" />
          </span>
        </Figure>
        <Figure
          name="Tokens a second"
          value={rate(sum(({ tokens }) => tokens) / seconds)}
          says="in and out, last minute"
        />
        <Figure
          name="Cost a minute"
          value={`$${perMinute < 1 ? Number(perMinute.toPrecision(2)) : perMinute.toFixed(2)}`}
          says={`$${(perMinute * 60 * 24).toFixed(2)} a day`}
        />
        <Times name="Own time a call, p50" of={overhead} />
        <Times name="To the first byte, p50" of={firstByte} />
        <Figure name="Dropped" value={total === 0 ? 'nothing' : `${total.toLocaleString('en-GB')} rows`} says={says} />
      </dl>
    </div>
  );
};
