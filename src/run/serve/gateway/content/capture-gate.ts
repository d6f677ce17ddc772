import type { ClockDep } from '#kernel';

/** Calls whose content is kept within a second: masking personal data in a text costs more than passing it on. */
const callsPerSecond = 20;

/** Lets so many calls a second keep their content; the spans of the others are without it. */
export const createCaptureGate = ({ clock }: ClockDep, capture: 'on' | 'redacted' | 'off'): (() => boolean) => {
  if (capture === 'off') return () => false;
  let [second, taken] = [0, 0];
  return () => {
    const now = Math.floor(clock.monotonic() / 1000);
    if (now !== second) [second, taken] = [now, 0];
    taken += 1;
    return taken <= callsPerSecond;
  };
};
