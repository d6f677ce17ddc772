export { createBatchQueue, type BatchQueue } from './batch-queue.ts';
export { createTelemetry, type Telemetry } from './telemetry.ts';
