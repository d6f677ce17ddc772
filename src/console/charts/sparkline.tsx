import { useId } from 'react';

interface Props {
  readonly values: readonly number[];
  readonly target: number;
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
}

/** A small line of values over time with the target drawn as a dashed line. */
export const Sparkline = ({ values, target, label, width = 160, height = 36 }: Props) => {
  const id = useId();
  if (values.length < 2) return <div style={{ height }} />;
  const low = Math.min(target, ...values);
  const high = Math.max(target, ...values);
  const spread = high - low || 1;
  const y = (value: number): number => height - 4 - ((value - low) / spread) * (height - 8);
  const x = (index: number): number => 2 + (index / (values.length - 1)) * (width - 6);
  const last = values.at(-1) ?? 0;
  return (
    <svg
      role="img"
      aria-labelledby={id}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-full w-full overflow-visible"
    >
      <title id={id}>{label}</title>
      <line
        x1={0}
        x2={width}
        y1={y(target)}
        y2={y(target)}
        vectorEffect="non-scaling-stroke"
        className="stroke-line-strong [stroke-dasharray:3_3]"
      />
      <polyline
        points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')}
        vectorEffect="non-scaling-stroke"
        strokeWidth={1.5}
        className="stroke-accent fill-none"
      />
      <circle cx={x(values.length - 1)} cy={y(last)} r={2.4} className="fill-accent" />
    </svg>
  );
};
