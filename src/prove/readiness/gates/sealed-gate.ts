import type { GateRule } from '../facts.ts';

/** The sealed questions serve a limited number of release decisions; then they measure nothing new. */
export const sealedGate: GateRule = ({ sealed }) => {
  const gate = { id: 'sealed-set', name: 'Sealed questions', blocking: true, target: 'within the allowed uses' };
  if (sealed.kind === 'refused') return [{ ...gate, verdict: 'fail', says: sealed.says }];
  if (sealed.kind === 'empty')
    return [{ ...gate, verdict: 'unknown', says: 'The evaluation set has no sealed questions.' }];
  const says = `Release decision ${sealed.use} of at most ${sealed.of} on set ${sealed.version}.`;
  return [{ ...gate, verdict: 'pass', says, evidence: sealed.scorecard.hash }];
};
