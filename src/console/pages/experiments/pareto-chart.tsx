import {
  CartesianGrid,
  ErrorBar,
  LabelList,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Comparison } from '#prove/experiments/contract';
import { axis, hues, rim } from '../../charts/palette.ts';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { metricName } from '../../ui/metric-words.ts';

type Row = Comparison['rows'][number];

interface Point {
  readonly name: string;
  /** A neighbour or the edge is close to the right, so the name goes to the left. */
  readonly crowded: boolean;
  readonly x: number;
  readonly y: number;
  readonly xError: readonly [number, number];
  readonly yError: readonly [number, number];
  readonly row: Row;
}

const close = (a: Row, b: Row): boolean =>
  a !== b &&
  b.latencyMs.value >= a.latencyMs.value &&
  Math.log10(b.latencyMs.value / a.latencyMs.value) < 0.7 &&
  Math.abs(a.quality.value - b.quality.value) < 0.05;

const isSlowest = ({ latencyMs }: Row, rows: readonly Row[]): boolean =>
  rows.every((row) => row.latencyMs.value <= latencyMs.value);

const pointOf = (row: Row, _index: number, rows: readonly Row[]): Point => ({
  name: row.name,
  crowded: rows.some(
    (other) =>
      close(row, other) ||
      (rows.length > 1 && other.latencyMs.value * 0.5 < row.latencyMs.value && isSlowest(other, rows)),
  ),
  x: row.latencyMs.value,
  y: row.quality.value,
  xError: [row.latencyMs.value - row.latencyMs.low, row.latencyMs.high - row.latencyMs.value],
  yError: [row.quality.value - row.quality.low, row.quality.high - row.quality.value],
  row,
});

const seconds = (value: number): string => formatQuantity({ value }, 'ms').value;
const percent = (value: number): string => `${Math.round(value * 100)} %`;

const isPoint = (value: unknown): value is Point => typeof value === 'object' && value !== null && 'row' in value;

const Tip = ({ payload }: { readonly payload?: readonly { readonly payload?: unknown }[] }) => {
  const point = payload?.[0]?.payload;
  if (!isPoint(point)) return null;
  const quality = formatQuantity(point.row.quality, 'share');
  const latency = formatQuantity(point.row.latencyMs, 'ms');
  return (
    <div className="bg-raised shadow-raised rounded-md border px-3 py-2">
      <p className="font-medium">{point.name}</p>
      <p>
        {quality.value} <span className="text-muted">{quality.interval}</span>
      </p>
      <p>
        {latency.value} <span className="text-muted">{latency.interval}</span>
      </p>
      <p>{formatQuantity({ value: point.row.usdPerAnswer }, 'usd').value} an answer</p>
    </div>
  );
};

/** Powers of ten with 1, 2 and 5 between them that lie in the range. */
const ticksWithin = (low: number, high: number): number[] =>
  [1, 10, 100, 1000, 10_000, 100_000]
    .flatMap((power) => [1, 2, 5].map((digit) => digit * power))
    .filter((tick) => tick >= low && tick <= high);

/** The name beside its dot; bold on the frontier. */
const nameOf = (points: readonly Point[]) =>
  function Name({
    index = -1,
    x,
    y,
  }: {
    readonly index?: number | undefined;
    readonly x?: number | string | undefined;
    readonly y?: number | string | undefined;
  }) {
    const point = points[index];
    if (point === undefined) return <g />;
    const { crowded, name, row } = point;
    return (
      <text
        className={row.onFrontier ? '' : 'max-sm:hidden'}
        x={Number(x) + (crowded ? -8 : 18)}
        y={Number(y) + (row.onFrontier ? -4 : 20)}
        textAnchor={crowded ? 'end' : 'start'}
        fill={row.onFrontier ? hues.ink : hues.muted}
        fontSize={12}
        fontWeight={row.onFrontier ? 600 : 400}
        {...rim}
      >
        {name}
      </text>
    );
  };

const Dots = ({ points, colour }: { readonly points: readonly Point[]; readonly colour: string }) => (
  <Scatter data={[...points]} fill={colour} isAnimationActive={false}>
    <ErrorBar
      isAnimationActive={false}
      dataKey="yError"
      direction="y"
      width={4}
      stroke={colour}
      strokeWidth={1.2}
      opacity={0.65}
    />
    <ErrorBar
      isAnimationActive={false}
      dataKey="xError"
      direction="x"
      width={4}
      stroke={colour}
      strokeWidth={1.2}
      opacity={0.65}
    />
    <LabelList content={nameOf(points)} />
  </Scatter>
);

/** Quality against latency with the intervals of both; the frontier is joined and named. */
export const ParetoChart = ({ comparison: { rows, quality } }: { readonly comparison: Comparison }) => {
  const points = rows.map(pointOf);
  const frontier = points.filter(({ row }) => row.onFrontier).toSorted((a, b) => a.x - b.x);
  const least = Math.min(...points.map(({ row }) => row.latencyMs.low)) * 0.8;
  const most = Math.max(...points.map(({ row }) => row.latencyMs.high)) * 1.9;
  // At least two powers of ten, so that one candidate alone still stands on a readable scale.
  const [low, high] = [Math.min(least, most / 100), most];
  const floor = Math.max(0, Math.floor((Math.min(...points.map(({ row }) => row.quality.low)) - 0.04) * 10) / 10);
  return (
    <figure aria-label={`${metricName(quality)} against latency; the table below has the same figures`}>
      <ResponsiveContainer width="100%" height={340} initialDimension={{ width: 600, height: 340 }}>
        <ScatterChart margin={{ top: 10, right: 12, bottom: 26, left: 4 }} accessibilityLayer={false}>
          <CartesianGrid stroke={hues.line} />
          <XAxis
            {...axis}
            type="number"
            dataKey="x"
            scale="log"
            domain={[low, high]}
            ticks={ticksWithin(low, high)}
            interval="preserveStartEnd"
            minTickGap={26}
            tickFormatter={seconds}
            label={{
              value: 'Latency, median (log scale) — left is better',
              position: 'bottom',
              offset: 6,
              fill: hues.muted,
              fontSize: 12,
            }}
          />
          <YAxis
            {...axis}
            type="number"
            dataKey="y"
            domain={[floor, 1]}
            tickCount={6}
            tickFormatter={percent}
            width={52}
          />
          <Tooltip content={<Tip />} cursor={false} isAnimationActive={false} />
          <Scatter
            data={frontier}
            line={{ stroke: hues.accent, strokeDasharray: '4 4', strokeWidth: 1.2 }}
            fill="transparent"
            isAnimationActive={false}
            legendType="none"
            tooltipType="none"
          />
          <Dots points={points.filter(({ row }) => !row.onFrontier)} colour={hues.control} />
          <Dots points={frontier} colour={hues.accent} />
        </ScatterChart>
      </ResponsiveContainer>
      <figcaption className="text-muted text-xs">
        {metricName(quality)} (up is better) against the median latency. Bars are 95 % intervals. In bold and joined:
        the frontier; nothing is both better and faster than these.
      </figcaption>
    </figure>
  );
};
