import { useSyncExternalStore } from 'react';

const steps = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30, 'day'],
  [12, 'month'],
  [Infinity, 'year'],
] as const;
const format = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto', style: 'short' });

const relative = (milliseconds: number): string => {
  let amount = milliseconds / 1000;
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return format.format(Math.round(amount), unit);
    amount /= size;
  }
  return '';
};

/** Milliseconds between two looks at the clock. */
const step = 10_000;

const subscribe = (onChange: () => void): (() => void) => {
  const timer = setInterval(onChange, step);
  return () => clearInterval(timer);
};
const now = (): number => Math.floor(Date.now() / step) * step;

/** A moment, relative to now; the exact time in the reader's zone is in the tooltip. */
export const Ago = ({ at }: { readonly at: string | number }) => {
  const present = useSyncExternalStore(subscribe, now);
  const moment = new Date(at);
  return (
    <time
      dateTime={moment.toISOString()}
      title={moment.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })}
      className="whitespace-nowrap"
    >
      {relative(Math.min(0, moment.getTime() - present))}
    </time>
  );
};
