import { z } from 'zod';

export const operateConfigSchema = z.strictObject({
  /** Days that spans and feedback are kept. */
  keepTracesDays: z.number().int().min(1).default(30),
  /** Days that the accounts of calls are kept; usage is summed over them. */
  keepAccountsDays: z.number().int().min(1).default(400),
  /** Days that records no current record refers to are kept. */
  keepRecordsDays: z.number().int().min(1).default(365),
});

/** Body of `operate/capacity`: what the load test says one process can carry. */
export const capacitySchema = z.object({
  answersPerSecond: z.number(),
  latencyP95Ms: z.number(),
  concurrency: z.number().int(),
  answersPerMonthAtHalfLoad: z.number(),
  neededPerMonth: z.number(),
  enough: z.boolean(),
  method: z.string(),
});

export const doctorFindingSchema = z.object({
  check: z.string(),
  ok: z.boolean(),
  says: z.string(),
  remedy: z.string(),
});

export type OperateConfig = z.infer<typeof operateConfigSchema>;
export type Capacity = z.infer<typeof capacitySchema>;
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;
