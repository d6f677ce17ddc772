import { createCacheFollower } from '#run/serve';
import type { Program } from './open-program.ts';

const pollMs = 1000;

/** Other processes may change the rollout or empty the caches; the pointers are read every second. Returns what stops it. */
export const followOrders = (program: Program): (() => void) => {
  const followCaches = createCacheFollower(program, program.gateway.caches.clear);
  const look = (): void => {
    void program.refreshRouting();
    void followCaches();
  };
  look();
  const timer = setInterval(look, pollMs).unref();
  return () => clearInterval(timer);
};
