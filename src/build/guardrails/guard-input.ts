import { applyStep } from './apply-step.ts';
import type { Guardrail, GuardrailDecision } from './contract.ts';
import { describeFindings } from './describe-decision.ts';
import { startOfText } from './rewrite-links.ts';

export interface GuardedInput {
  /** The text that later steps may see. */
  readonly text: string;
  readonly blocked: boolean;
  readonly decisions: readonly GuardrailDecision[];
}

/** Runs the input steps in order; a block ends them. */
export const guardInput = (steps: readonly Guardrail[], question: string): GuardedInput => {
  const decisions: GuardrailDecision[] = [];
  let text = question;
  for (const step of steps) {
    const result = applyStep(step, { text, before: 0, links: startOfText }, 'input');
    text = result.text;
    decisions.push({
      kind: step.kind,
      side: 'input',
      outcome: result.outcome,
      detail: describeFindings(result.findings),
    });
    if (result.outcome === 'block') return { text, blocked: true, decisions };
  }
  return { text, blocked: false, decisions };
};
