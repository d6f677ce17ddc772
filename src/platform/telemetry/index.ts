export { createBatchQueue } from './batch-queue.ts';
export { createTelemetry, type Telemetry } from './telemetry.ts';
