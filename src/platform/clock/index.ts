export { createIds } from './ids.ts';
export { createSystemClock } from './system-clock.ts';
