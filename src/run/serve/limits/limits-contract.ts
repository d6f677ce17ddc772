import { z } from 'zod';

/** Who is limited. All levels of a call apply together. */
export const limitLevels = ['organisation', 'team', 'project', 'key', 'user'] as const;
export const rateKinds = ['requests', 'tokens', 'concurrency'] as const;
export const budgetKinds = ['day', 'week', 'month'] as const;
export const limitKinds = [...rateKinds, ...budgetKinds] as const;

/** `*` stands for each subject of the level that has no rule of its own. */
const subjectSchema = z.string().min(1).max(256);

/** One ceiling: requests or tokens in a minute, calls at once, or nano-dollars in a day, week or month (UTC). */
export const limitRuleSchema = z.strictObject({
  level: z.enum(limitLevels),
  /** Id of the key, or name of the organisation, team or user; the project's own level has `*`. */
  subject: subjectSchema,
  kind: z.enum(limitKinds),
  amount: z.number().int().nonnegative(),
  /** `alert` lets calls pass and only says so. */
  action: z.enum(['block', 'alert']).default('block'),
  /** Shares of the amount; crossing one is said once in each window. Budgets only. */
  alerts: z.array(z.number().positive().max(10)).max(10).default([]),
});

export type LimitLevel = (typeof limitLevels)[number];
export type LimitKind = (typeof limitKinds)[number];
export type LimitRule = z.infer<typeof limitRuleSchema>;

const budgetKindSet: ReadonlySet<string> = new Set(budgetKinds);

/** Whether a kind counts money. */
export const isBudget = (kind: LimitKind): boolean => budgetKindSet.has(kind);
