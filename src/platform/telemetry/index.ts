export { createBatchQueue, type BatchQueue, type BatchQueueOptions, type QueueCounts } from './batch-queue.ts';
export { createTelemetry, type Telemetry, type TelemetryOptions } from './telemetry.ts';
