import type { GatewayCall } from './gateway-call.ts';

/** Waits, but no longer than the client does. */
export const pause = (call: GatewayCall, milliseconds: number): Promise<void> => {
  if (milliseconds <= 0 || call.isGone) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  call.onGone = () => {
    clearTimeout(timer);
    resolve();
  };
  return promise;
};
