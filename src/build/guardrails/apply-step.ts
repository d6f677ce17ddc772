import { detectPersonalData, maskPersonalData } from '#plan/govern';
import type { Guardrail, GuardrailDecision } from './contract.ts';
import { findInjectionSignals } from './injection-signals.ts';
import { rewriteLinks, type LinkState } from './rewrite-links.ts';

/** What one step made of a piece of text. `findings` say what was seen, never the text itself. */
export interface StepOutcome {
  readonly text: string;
  readonly outcome: GuardrailDecision['outcome'];
  readonly findings: readonly string[];
  /** What the `links` step needs for the next piece. */
  readonly links?: LinkState;
}

/** A piece of a text that comes bit by bit, with what the step must remember from the pieces before. */
export interface Piece {
  readonly text: string;
  /** Characters of the earlier pieces. */
  readonly before: number;
  readonly links: LinkState;
}

type StepOf<Kind extends Guardrail['kind']> = Extract<Guardrail, { readonly kind: Kind }>;

const personalData = ({ action }: StepOf<'personal-data'>, { text }: Piece): StepOutcome => {
  const matches = detectPersonalData(text);
  if (matches.length === 0) return { text, outcome: 'pass', findings: [] };
  const findings = matches.map(({ kind }) => kind);
  return { text: action === 'mask' ? maskPersonalData(text, matches) : text, outcome: action, findings };
};

const injectionSignals = ({ text }: Piece): StepOutcome => {
  const findings = findInjectionSignals(text);
  return { text, outcome: findings.length === 0 ? 'pass' : 'flag', findings };
};

const links = ({ allowedHosts }: StepOf<'links'>, { text, links: state }: Piece): StepOutcome => {
  const rewritten = rewriteLinks(text, allowedHosts, state);
  const findings = Array.from({ length: rewritten.removed }, () => 'link');
  return {
    text: rewritten.text,
    outcome: rewritten.removed === 0 ? 'pass' : 'mask',
    findings,
    links: { fence: rewritten.fence, midLine: rewritten.midLine },
  };
};

/** Applies one step to one piece of text. Too long blocks a question and cuts an answer. */
export const applyStep = (step: Guardrail, piece: Piece, side: GuardrailDecision['side']): StepOutcome => {
  switch (step.kind) {
    case 'personal-data':
      return personalData(step, piece);
    case 'injection-signals':
      return injectionSignals(piece);
    case 'links':
      return links(step, piece);
    case 'length': {
      const room = Math.max(0, step.maximumCharacters - piece.before);
      if (piece.text.length <= room) return { text: piece.text, outcome: 'pass', findings: [] };
      if (side === 'input')
        return { text: piece.text, outcome: 'block', findings: [`over ${step.maximumCharacters} characters`] };
      return {
        text: piece.text.slice(0, room),
        outcome: 'mask',
        findings: [`cut at ${step.maximumCharacters} characters`],
      };
    }
  }
};
