import { z } from 'zod';

/** A guardrail step of a strategy. Detectors inform (`flag`); rules decide (`mask`, `block`). */
export const guardrailSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('personal-data'), action: z.enum(['flag', 'mask', 'block']) }),
  z.strictObject({ kind: z.literal('injection-signals'), action: z.literal('flag') }),
  z.strictObject({ kind: z.literal('length'), maximumCharacters: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('links'), allowedHosts: z.array(z.string()) }),
]);

export const guardrailsConfigSchema = z.strictObject({
  input: z.array(guardrailSchema).default([
    { kind: 'length', maximumCharacters: 8000 },
    { kind: 'personal-data', action: 'mask' },
    { kind: 'injection-signals', action: 'flag' },
  ]),
  output: z.array(guardrailSchema).default([
    { kind: 'personal-data', action: 'mask' },
    { kind: 'links', allowedHosts: [] },
  ]),
});

/** What one step decided about one text; stands on the trace. */
export const guardrailDecisionSchema = z.object({
  kind: z.string(),
  side: z.enum(['input', 'output']),
  outcome: z.enum(['pass', 'flag', 'mask', 'block']),
  detail: z.string(),
});

export type Guardrail = z.infer<typeof guardrailSchema>;
export type GuardrailsConfig = z.infer<typeof guardrailsConfigSchema>;
export type GuardrailDecision = z.infer<typeof guardrailDecisionSchema>;

/** Body of `guardrails/policy`: the steps every strategy gets that brings none of its own. */
export const guardrailsPolicySchema = z.object({ input: z.array(guardrailSchema), output: z.array(guardrailSchema) });

export type GuardrailsPolicy = z.infer<typeof guardrailsPolicySchema>;
