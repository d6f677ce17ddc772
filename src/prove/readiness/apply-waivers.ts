import type { StoredRecord } from '#kernel';
import type { Gate, ReadinessConfig, Waiver } from './contract.ts';

/** Puts the newest waiver of a candidate's gate beside what the gate says; a passed gate keeps none. Newest first. */
export const applyWaivers = (
  gates: readonly Gate[],
  candidateId: string,
  waivers: readonly StoredRecord<Waiver>[],
): readonly Gate[] =>
  gates.map((gate) => {
    const waiver = waivers.find(({ body }) => body.gate === gate.id && body.candidateId === candidateId);
    if (waiver === undefined || gate.verdict === 'pass') return gate;
    const { actor, reason } = waiver.body;
    return { ...gate, waivedBy: { actor, reason, record: waiver.hash } };
  });

export interface GateSummary {
  readonly ready: boolean;
  readonly failedGates: string[];
  readonly unknownGates: string[];
}

/** Ready when no blocking gate failed without a waiver and, where the project asks for it, none is unknown either. */
export const summariseGates = (gates: readonly Gate[], unknown: ReadinessConfig['unknown']): GateSummary => {
  const open = gates.filter(({ blocking, waivedBy }) => blocking && waivedBy === undefined);
  const withVerdict = (verdict: Gate['verdict']): string[] =>
    open.filter((gate) => gate.verdict === verdict).map(({ id }) => id);
  const [failedGates, unknownGates] = [withVerdict('fail'), withVerdict('unknown')];
  return {
    ready: failedGates.length === 0 && (unknown === 'allow' || unknownGates.length === 0),
    failedGates,
    unknownGates,
  };
};
