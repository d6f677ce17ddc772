export { createIds } from './ids.ts';
export { createSystemClock } from './system-clock.ts';
export { systemRandom } from './random.ts';
