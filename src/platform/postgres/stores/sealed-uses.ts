import type { SealedClaim, SealedUsesDep } from '#kernel';
import { createRecordChange, type LedgerDeps, type Recorded } from './ledger-writer.ts';

/** Lets each sealed case set be used for one release decision; the first claim is in the ledger. */
export const createSealedUses = (deps: LedgerDeps, project: string): SealedUsesDep['sealedUses'] => {
  const record = createRecordChange(deps, project);
  return {
    claim: async (caseSetVersion, decisionId) => {
      const { value } = await record(async (transaction): Promise<Recorded<SealedClaim>> => {
        const at = new Date(deps.clock.now());
        const claimed = await transaction
          .insertInto('sealed_uses')
          .values({ project, case_set_version: caseSetVersion, decision_id: decisionId, at })
          .onConflict((conflict) => conflict.doNothing())
          .returning('decision_id')
          .executeTakeFirst();
        if (claimed) {
          const event = { actor: 'run', kind: 'sealed-claim', subject: caseSetVersion, payload: { decisionId } };
          return { value: 'claimed', event };
        }
        const { decision_id: usedBy } = await transaction
          .selectFrom('sealed_uses')
          .select('decision_id')
          .where('project', '=', project)
          .where('case_set_version', '=', caseSetVersion)
          .executeTakeFirstOrThrow();
        const value = usedBy === decisionId ? 'already-used-by-this' : { usedBy };
        return { value, event: undefined };
      });
      return value;
    },
  };
};
