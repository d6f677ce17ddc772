import { z } from 'zod';

export const personalDataKinds = ['email', 'phone', 'card', 'iban', 'ssn', 'ip'] as const;
export type PersonalDataKind = (typeof personalDataKinds)[number];

/** What the owner of a source allows. */
export const sourcePolicySchema = z.strictObject({
  owner: z.string().min(1),
  classification: z.enum(['public', 'internal', 'confidential', 'restricted']),
  /** GDPR Art. 6(1) basis, or `not-personal` when the source holds no personal data. */
  lawfulBasis: z.enum([
    'not-personal',
    'consent',
    'contract',
    'legal-obligation',
    'vital-interests',
    'public-task',
    'legitimate-interests',
  ]),
  /** ISO 8601 duration in whole days, for instance `P365D`. */
  retention: z.string().regex(/^P\d+D$/),
  allowedUses: z.array(z.enum(['retrieval', 'evaluation', 'tuning', 'display'])).min(1),
  licence: z.string().default('unknown'),
  /** What happens to detected personal data when a document comes in. */
  personalData: z.enum(['keep', 'mask', 'drop-document', 'fail']).default('mask'),
});

export const governConfigSchema = z.strictObject({
  /** Policies by source id. */
  sources: z.record(z.string(), sourcePolicySchema).default({}),
});

/** Body of `govern/policy`. */
export const policySchema = z.object({
  sources: z.record(z.string(), sourcePolicySchema),
});

/** One detection: half-open character span [start, end). */
export const personalDataMatchSchema = z.object({
  kind: z.enum(personalDataKinds),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
});

export type SourcePolicy = z.infer<typeof sourcePolicySchema>;
export type GovernConfig = z.infer<typeof governConfigSchema>;
export type Policy = z.infer<typeof policySchema>;
export type PersonalDataMatch = z.infer<typeof personalDataMatchSchema>;
