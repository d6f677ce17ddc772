import { useSyncExternalStore } from 'react';

const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month'], [Infinity, 'year']] as const;
const format = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto', style: 'short' });

const relative = (milliseconds: number): string => {
  let amount = milliseconds / 1000;
  for (const [size, unit] of steps) {
    if (Math.abs(amount) < size) return format.format(Math.round(amount), unit);
    amount /= size;
  }
  return '';
};

const subscribe = (onChange: () => void): (() => void) => {
  const timer = setInterval(onChange, 30_000);
  return () => clearInterval(timer);
};
const tick = (): number => Math.floor(Date.now() / 30_000);

/** A moment, relative to now; the exact time in the reader's zone is in the tooltip. */
export const Ago = ({ at }: { readonly at: string | number }) => {
  useSyncExternalStore(subscribe, tick);
  const moment = new Date(at);
  return (
    <time dateTime={moment.toISOString()} title={moment.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })} className="whitespace-nowrap">
      {relative(moment.getTime() - Date.now())}
    </time>
  );
};
