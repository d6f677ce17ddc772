import { z } from 'zod';

/** A key performance indicator, bound to a metric that every later stage measures under the same id. */
export const kpiSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** A metric id of the kernel's catalogue. */
  metric: z.string().min(1),
  /** At least (higher is better) or at most (lower is better) this value, in the metric's unit. */
  target: z.number(),
  /** `blocking` stops a release; `stretch` is shown as met or missed and never blocks. */
  level: z.enum(['blocking', 'stretch']).default('blocking'),
  /** Why the business cares. */
  because: z.string().default(''),
});

export const charterConfigSchema = z.strictObject({
  problem: z.string().min(1),
  users: z.array(z.string().min(1)).min(1),
  stakeholders: z.array(z.strictObject({ name: z.string().min(1), role: z.string().min(1) })).min(1),
  budget: z.strictObject({
    usdPerMonth: z.number().nonnegative(),
    usdPerAnswer: z.number().nonnegative(),
    answersPerMonth: z.number().int().nonnegative().default(1000),
  }),
  risks: z
    .array(
      z.strictObject({
        risk: z.string().min(1),
        likelihood: z.enum(['low', 'medium', 'high']),
        impact: z.enum(['low', 'medium', 'high']),
        mitigation: z.string().min(1),
      }),
    )
    .default([]),
  regulation: z.array(z.string()).default([]),
  /** What models and deployment must respect. */
  constraints: z
    .strictObject({
      /** Where data may be processed; `local` means on this machine only. */
      residency: z.array(z.string()).min(1).default(['local']),
      /** SPDX ids or names of model licences that are allowed; empty allows all. */
      licences: z.array(z.string()).default([]),
      access: z.array(z.enum(['open', 'proprietary', 'custom'])).default(['open', 'custom']),
    })
    .prefault({}),
  kpis: z.array(kpiSchema).min(1),
});

/** Body of `charter/charter`. */
export const charterSchema = charterConfigSchema.extend({ project: z.string() });

export type Kpi = z.infer<typeof kpiSchema>;
export type CharterConfig = z.infer<typeof charterConfigSchema>;
export type Charter = z.infer<typeof charterSchema>;
