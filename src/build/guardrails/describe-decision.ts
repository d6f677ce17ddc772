import type { GuardrailDecision } from './contract.ts';

/** Findings as text: `2 email, 1 phone`; never what was found. */
export const describeFindings = (findings: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(finding, (counts.get(finding) ?? 0) + 1);
  return (
    [...counts].map(([finding, count]) => (count === 1 ? finding : `${count} ${finding}`)).join(', ') || 'nothing found'
  );
};

const severity = { pass: 0, flag: 1, mask: 2, block: 3 } as const satisfies Record<
  GuardrailDecision['outcome'],
  number
>;

/** The graver of two outcomes. */
export const graver = (
  one: GuardrailDecision['outcome'],
  other: GuardrailDecision['outcome'],
): GuardrailDecision['outcome'] => (severity[one] >= severity[other] ? one : other);
