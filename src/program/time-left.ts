import type { ClockDep, ProgressEvent } from '#kernel';

/** Estimates the seconds left of one stage from the pace since its total was first known; silent for the first second. */
export const timeLeft = ({ clock }: ClockDep): ((event: ProgressEvent) => { readonly secondsLeft?: number }) => {
  let first: { readonly at: number; readonly done: number; readonly message: string } | undefined;
  return ({ message, done, total }) => {
    if (done === undefined || total === undefined) return {};
    if (first === undefined || first.message !== message || done < first.done)
      first = { at: clock.monotonic(), done, message };
    const elapsed = clock.monotonic() - first.at;
    const gained = done - first.done;
    if (elapsed < 1000 || gained <= 0) return {};
    return { secondsLeft: Math.round(((elapsed / gained) * (total - done)) / 1000) };
  };
};
