import type { Timeouts } from '../../gateway-contract.ts';
import type { UpstreamFailure } from '../port.ts';

/** Watches over a call that is made by somebody else's client: first byte, silence, total. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Something came. */
  readonly heard: () => void;
  /** Why it ended the call; undefined when it did not. */
  readonly failure: () => UpstreamFailure | undefined;
  readonly abort: () => void;
  readonly stop: () => void;
}

/** Aborts the signal when one of the times is over. */
export const createWatchdog = ({ firstTokenMs, idleMs, totalMs }: Timeouts): Watchdog => {
  const controller = new AbortController();
  let failure: UpstreamFailure | undefined;
  const end = (reason: UpstreamFailure): void => {
    failure ??= reason;
    controller.abort(new Error(reason));
  };
  const total = setTimeout(end, totalMs, 'total-timeout');
  let silence = setTimeout(end, firstTokenMs, 'first-byte-timeout');
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(silence);
      silence = setTimeout(end, idleMs, 'idle-timeout');
    },
    failure: () => failure,
    abort: () => end('aborted'),
    stop: () => {
      clearTimeout(total);
      clearTimeout(silence);
    },
  };
};
