import type { Fault } from '#kernel';

const wrongUse: ReadonlySet<string> = new Set([
  'PROGRAM_REQUEST_INVALID',
  'PROGRAM_PORT_INVALID',
  'RUN_STAGE_UNKNOWN',
  'ROLLOUT_ORDER_INVALID',
  'ROLLOUT_SIMULATE_USAGE',
]);

/** Whether the fault lies in how the command was called, which ends it with 2. */
export const isWrongUse = ({ code }: Fault): boolean => wrongUse.has(code);
