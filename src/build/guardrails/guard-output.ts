import { applyStep } from './apply-step.ts';
import type { Guardrail, GuardrailDecision } from './contract.ts';
import { describeFindings, graver } from './describe-decision.ts';
import { nextPieceLength } from './next-piece.ts';
import { startOfText, type LinkState } from './rewrite-links.ts';

/** What stands instead of an answer that a step blocked. */
export const blockedAnswerText = 'This answer was withheld by a guardrail.';

export interface GuardedOutput {
  /** What the reader may see. When blocked, the notice only; a stream may have shown earlier pieces. */
  readonly text: string;
  readonly blocked: boolean;
  readonly decisions: readonly GuardrailDecision[];
}

export interface OutputGuard {
  /** Takes text as it comes; emits pieces that are safe to show. */
  readonly push: (delta: string) => void;
  readonly end: () => GuardedOutput;
}

interface StepState {
  readonly step: Guardrail;
  outcome: GuardrailDecision['outcome'];
  findings: string[];
  before: number;
  links: LinkState;
}

const applyTo = (state: StepState, text: string): string => {
  const result = applyStep(state.step, { text, before: state.before, links: state.links }, 'output');
  state.outcome = graver(state.outcome, result.outcome);
  if (state.findings.length < 100) state.findings.push(...result.findings);
  state.before += text.length;
  state.links = result.links ?? state.links;
  return result.text;
};

/**
 * Guards an answer while it streams: holds back text until a sentence or line is whole, because half an address
 * cannot be judged. A text gets the same verdict however it is cut into deltas.
 */
export const createOutputGuard = (
  steps: readonly Guardrail[],
  emit: (text: string) => void = () => {},
): OutputGuard => {
  const states: StepState[] = steps.map((step) => ({
    step,
    outcome: 'pass',
    findings: [],
    before: 0,
    links: startOfText,
  }));
  let waiting = '';
  let shown = '';
  let blocked = false;

  const release = (piece: string): void => {
    let text = piece;
    for (const state of states) {
      text = applyTo(state, text);
      blocked ||= state.outcome === 'block';
    }
    if (blocked || text === '') return;
    shown += text;
    emit(text);
  };

  const push = (delta: string): void => {
    waiting += delta;
    for (let length = nextPieceLength(waiting); length > 0 && !blocked; length = nextPieceLength(waiting)) {
      release(waiting.slice(0, length));
      waiting = waiting.slice(length);
    }
  };

  const end = (): GuardedOutput => {
    if (waiting !== '' && !blocked) release(waiting);
    waiting = '';
    const decisions = states.map(({ step, outcome, findings }): GuardrailDecision => ({
      kind: step.kind,
      side: 'output',
      outcome,
      detail: describeFindings(findings),
    }));
    return { text: blocked ? blockedAnswerText : shown, blocked, decisions };
  };

  return { push, end };
};

/** Guards a whole answer. */
export const guardOutput = (steps: readonly Guardrail[], answer: string): GuardedOutput => {
  const guard = createOutputGuard(steps);
  guard.push(answer);
  return guard.end();
};
