import { createFaults } from '#kernel';

/** The faults of this stage. */
export const monitorFaults = createFaults({
  MONITOR_TRACE_UNKNOWN: {
    what: 'There is no trace {traceId}.',
    why: 'It was never stored, or retention has deleted it.',
    remedy: 'Look at GET /api/traces; a new trace is stored within a second.',
    status: 404,
    retryable: true,
  },
  MONITOR_RULE_INVALID: {
    what: 'The alert rule {id} cannot work.',
    why: '{problem}',
    remedy: 'Correct `monitor.alerts` in the project file.',
    status: 422,
    retryable: false,
  },
  MONITOR_CURSOR_INVALID: {
    what: 'The cursor {before} is not one of ours.',
    why: 'A cursor is `next` of a page of traces.',
    remedy: 'Leave `before` out to begin with the newest.',
    status: 400,
    retryable: false,
  },
});
