import { err, ok, type Fault, type LedgerDep, type Result, type SealedUsesDep } from '#kernel';
import type { SealedSet } from './contract.ts';
import { evaluateFault } from './errors.ts';
import type { OpenedSealed } from './score-candidate.ts';

export interface OpenSealedInput {
  readonly sealed: SealedSet;
  readonly candidateId: string;
  /** The run that decides; stands in the ledger. */
  readonly decisionId: string;
  /** Release decisions that one sealed set may serve. */
  readonly maximumUses: number;
}

/** The opened questions, and the how-manieth release decision on them this is. */
export interface SealedUse extends OpenedSealed {
  readonly use: number;
  readonly of: number;
  /** Whether this candidate was decided on with these questions before. */
  readonly again: boolean;
}

/** Takes the first free use, or finds the one that this candidate took before; undefined when all are taken by others. */
const claimUse = async ({ sealedUses }: SealedUsesDep, { sealed, candidateId, maximumUses }: OpenSealedInput) => {
  for (let use = 1; use <= maximumUses; use += 1) {
    const claim = await sealedUses.claim(`${sealed.version}#${use}`, candidateId);
    if (claim === 'claimed') return { use, again: false };
    if (claim === 'already-used-by-this') return { use, again: true };
  }
  return undefined;
};

/**
 * Opens the sealed questions for one release decision. The same candidate may come again; every other one takes a use,
 * and after `maximumUses` of them the questions stay shut. Every opening stands in the ledger.
 */
export const openSealed = async (
  deps: SealedUsesDep & LedgerDep,
  input: OpenSealedInput,
): Promise<Result<SealedUse, Fault>> => {
  const { sealed, candidateId, decisionId, maximumUses } = input;
  const claimed = await claimUse(deps, input);
  if (claimed === undefined) {
    return err(evaluateFault('EVALUATE_SEALED_EXHAUSTED', { version: sealed.version, uses: maximumUses }));
  }
  const { use, again } = claimed;
  await deps.ledger.append({
    actor: 'readiness',
    kind: again ? 'sealed-reopen' : 'sealed-open',
    subject: sealed.version,
    payload: { candidateId, decisionId, use, of: maximumUses },
  });
  return ok({
    split: 'sealed',
    caseSetVersion: sealed.caseSetVersion,
    cases: sealed.cases,
    use,
    of: maximumUses,
    again,
  });
};
