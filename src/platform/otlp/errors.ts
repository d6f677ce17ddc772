import { createFaults } from '#kernel';

/** The faults of the export to a collector. */
export const otlpFaults = createFaults({
  PLATFORM_COLLECTOR_AWAY: {
    what: 'The OpenTelemetry collector does not take spans.',
    why: '{problem}',
    remedy: 'Nothing is lost in our own traces. Look whether the collector at `serve.gateway.otlp.url` runs.',
    status: 503,
    retryable: true,
  },
  PLATFORM_COLLECTOR_REFUSES: {
    what: 'The OpenTelemetry collector refuses spans.',
    why: 'It answered with status {status}.',
    remedy: 'Check the address and the headers of `serve.gateway.otlp`.',
    status: 502,
    retryable: false,
  },
});
