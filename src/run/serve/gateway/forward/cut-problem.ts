import { dialectFaults } from '../../dialects/errors.ts';
import type { Problem } from '../../dialects/port.ts';
import { problemOf } from '../../dialects/problem-of.ts';

/** What a client is told in the place of the rest of an answer. */
export const cutProblem = (problem: string): Problem => ({
  ...problemOf(dialectFaults.fault('SERVE_STREAM_CUT', { problem })),
  shouldRetry: false,
});
