import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { RolloutView } from '#run/rollout/contract';
import { axis, hues, rim, roundTicks } from '../../charts/palette.ts';

interface Point {
  readonly exposures: number;
  readonly worse: number;
  readonly notWorse: number;
}

const toPower = (natural: number): number => natural / Math.LN10;

const pointOf = ({ exposures, logWorse, logNotWorse }: RolloutView['history'][number]): Point => ({
  exposures,
  worse: toPower(logWorse),
  notWorse: toPower(logNotWorse),
});

/** An e-value as odds: 20 becomes `20`, 0.05 becomes `1/20`. */
export const oddsText = (power: number): string => {
  const value = 10 ** Math.abs(power);
  const text = value < 10 ? value.toFixed(1).replace('.0', '') : Math.round(value).toLocaleString('en-GB');
  return power < -0.02 ? `1/${text}` : text;
};

const isPoint = (value: unknown): value is Point => typeof value === 'object' && value !== null && 'notWorse' in value;

const Tip = ({ payload }: { readonly payload?: readonly { readonly payload?: unknown }[] }) => {
  const point = payload?.[0]?.payload;
  if (!isPoint(point)) return null;
  return (
    <div className="bg-raised shadow-raised rounded-md border px-3 py-2">
      <p className="text-muted">after {point.exposures.toLocaleString('en-GB')} answers</p>
      <p>
        canary is worse: <span className="font-medium">{oddsText(point.worse)}</span>
      </p>
      <p>
        canary is not worse: <span className="font-medium">{oddsText(point.notWorse)}</span>
      </p>
    </div>
  );
};

interface Props {
  readonly history: RolloutView['history'];
  /** Natural logarithm of the decision line. */
  readonly line: number;
}

const ending = (text: string, colour: string, { last, below }: { readonly last: number; readonly below: number }) =>
  function Ending({
    index,
    x,
    y,
  }: {
    readonly index?: number | undefined;
    readonly x?: number | string | undefined;
    readonly y?: number | string | undefined;
  }) {
    return index === last ? (
      <text
        x={Number(x) - 8}
        y={Number(y) + below}
        textAnchor="end"
        fill={colour}
        fontSize={12}
        fontWeight={600}
        {...rim}
      >
        {text}
      </text>
    ) : (
      <g />
    );
  };

const rangeOf = (points: readonly Point[], decision: number) => {
  const all = points.flatMap(({ worse, notWorse }) => [worse, notWorse]);
  const low = Math.floor(Math.min(-0.5, ...all) * 2) / 2;
  const high = Math.max(decision + 0.4, Math.ceil(Math.max(0, ...all) * 2) / 2);
  return {
    domain: [low, high] as const,
    ticks: Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, index) => Math.ceil(low) + index),
  };
};

/** The line at which the test decides, and the one that says nothing, each named. */
const namedLines = (decision: number) => (
  <>
    <ReferenceLine
      y={decision}
      stroke={hues.ink}
      strokeDasharray="6 4"
      label={{
        value: `${oddsText(decision)}: enough evidence to decide`,
        position: 'insideBottomLeft',
        fill: hues.ink,
        fontSize: 12,
        ...rim,
      }}
    />
    <ReferenceLine
      y={0}
      stroke={hues.strong}
      label={{ value: 'no evidence either way', position: 'insideTopRight', fill: hues.muted, fontSize: 12, ...rim }}
    />
  </>
);

const line = { type: 'stepAfter', dot: false, strokeWidth: 1.8, isAnimationActive: false } as const;
const answersAxis = {
  value: 'Answers in the rollout',
  position: 'bottom',
  offset: 4,
  fill: hues.muted,
  fontSize: 12,
} as const;

const Curves = ({ points, decision }: { readonly points: readonly Point[]; readonly decision: number }) => {
  const last = points.length - 1;
  const { domain, ticks } = rangeOf(points, decision);
  const most = roundTicks(points.at(-1)?.exposures ?? 1);
  return (
    <LineChart data={[...points]} margin={{ top: 12, right: 16, bottom: 24, left: 0 }} accessibilityLayer={false}>
      <CartesianGrid stroke={hues.line} vertical={false} />
      <XAxis {...axis} type="number" dataKey="exposures" domain={[0, 'dataMax']} ticks={most} label={answersAxis} />
      <YAxis {...axis} type="number" domain={[...domain]} ticks={ticks} tickFormatter={oddsText} width={48} />
      <Tooltip content={<Tip />} isAnimationActive={false} />
      {namedLines(decision)}
      <Line
        {...line}
        dataKey="worse"
        stroke={hues.failed}
        strokeDasharray="7 3"
        label={ending('worse: roll back', hues.failed, { last, below: -12 })}
      />
      <Line
        {...line}
        dataKey="notWorse"
        stroke={hues.fresh}
        label={ending('not worse: promote', hues.fresh, { last, below: 22 })}
      />
    </LineChart>
  );
};

/** The two e-values over answers, on a log scale, with the line at which each decides. */
export const EvidenceChart = ({ history, line: decision }: Props) => (
  <figure aria-label="Evidence for and against the canary over answers">
    <ResponsiveContainer width="100%" height={320} initialDimension={{ width: 600, height: 320 }}>
      <Curves points={history.map(pointOf)} decision={toPower(decision)} />
    </ResponsiveContainer>
    <figcaption className="text-muted text-xs">
      E-values on a log scale. When the dashed red line crosses, there is enough evidence to roll back; when the green
      one does, enough to promote. Looking often does not raise the error rate.
    </figcaption>
  </figure>
);
