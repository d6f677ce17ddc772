import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MeterSources, ServeMeter } from './meter.ts';

const gauges = (registers: Registry[], { counts, drops }: MeterSources): void => {
  new Gauge({
    name: 'throughline_in_flight',
    help: 'Answers being made.',
    registers,
    collect() {
      this.set(counts().running);
    },
  });
  new Gauge({
    name: 'throughline_queued',
    help: 'Requests that wait for a place.',
    registers,
    collect() {
      this.set(counts().waiting);
    },
  });
  new Counter({
    name: 'throughline_queue_drops_total',
    help: 'Rows dropped because a bounded queue was full.',
    labelNames: ['queue'],
    registers,
    collect() {
      this.reset();
      for (const [queue, dropped] of Object.entries(drops())) this.inc({ queue }, dropped);
    },
  });
};

const answerSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80];
const overheadSeconds = [0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25];

/** Opens the meter on a registry of its own, so that two servers in one process do not mix. */
export const openMeter = (sources: MeterSources): ServeMeter => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'throughline_requests_total',
    help: 'Answered requests.',
    labelNames: ['arm', 'outcome'],
    registers,
  });
  const refusals = new Counter({
    name: 'throughline_turned_away_total',
    help: 'Requests turned away with 429.',
    registers,
  });
  const latency = new Histogram({
    name: 'throughline_answer_seconds',
    help: 'Time from request to whole answer.',
    labelNames: ['arm'],
    buckets: answerSeconds,
    registers,
  });
  const overhead = new Histogram({
    name: 'throughline_overhead_seconds',
    help: 'Time of a request outside the application and the queue.',
    buckets: overheadSeconds,
    registers,
  });
  gauges(registers, sources);
  return {
    answered: (measure) => {
      requests.inc({ arm: measure.arm, outcome: measure.outcome });
      latency.observe({ arm: measure.arm }, measure.seconds);
      overhead.observe(Math.max(0, measure.overheadSeconds));
    },
    turnedAway: () => refusals.inc(),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
};
