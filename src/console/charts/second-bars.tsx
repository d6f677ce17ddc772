import { useId } from 'react';

interface Props {
  /** One value a second, oldest first. */
  readonly values: readonly number[];
  readonly label: string;
}

const seconds = 60;

/** The last minute as bars, newest to the right; the width never changes. */
export const SecondBars = ({ values, label }: Props) => {
  const id = useId();
  const most = Math.max(1e-9, ...values);
  return (
    <svg
      role="img"
      aria-labelledby={id}
      viewBox={`0 0 ${seconds} 24`}
      preserveAspectRatio="none"
      className="block h-full w-full"
    >
      <title id={id}>{label}</title>
      <line x1={0} x2={seconds} y1={23.5} y2={23.5} vectorEffect="non-scaling-stroke" className="stroke-line-strong" />
      {values.map((value, index) => {
        const height = (value / most) * 22;
        const x = seconds - values.length + index;
        return <rect key={x} x={x + 0.1} y={23 - height} width={0.8} height={height} className="fill-accent" />;
      })}
    </svg>
  );
};
