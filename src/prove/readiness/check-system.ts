import type { LedgerDep, StoredRecord } from '#kernel';
import type { ModelsDep } from '#build/models';
import type { ModelCard, Selection } from '#build/models/contract';
import type { Candidate } from '#build/strategy/contract';
import type { Checks } from './contract.ts';
import type { ProbeMonitoringDep } from './port.ts';

export type CheckSystemDeps = LedgerDep & ModelsDep & ProbeMonitoringDep;

const auditFact = async ({ ledger }: LedgerDep): Promise<Checks['audit']> => {
  const verdict = await ledger.verify();
  return verdict.intact
    ? {
        intact: true,
        entries: verdict.entries,
        says: `${verdict.entries} entries, each with the hash of the one before it.`,
      }
    : { intact: false, entries: verdict.entries, says: `Entry ${verdict.sequence}: ${verdict.problem}.` };
};

const fromCard = (id: string, card: ModelCard | undefined): Checks['models'][number] =>
  card ? { id, licence: card.licence, access: card.access, residency: card.residency } : { id };

const modelFacts = async (
  { models }: ModelsDep,
  { strategy }: Candidate,
  selection: Selection | undefined,
): Promise<Checks['models']> => {
  const facts: Checks['models'] = [];
  if (strategy.kind !== 'extractive' && strategy.model !== undefined) {
    const chat = await models.chat(strategy.model.id);
    facts.push(fromCard(strategy.model.id, chat.ok ? chat.value.card : undefined));
  }
  if (strategy.retrieval.mode !== 'bm25' && selection !== undefined) {
    const embedding = await models.embedding(selection.embedding.id);
    facts.push(fromCard(selection.embedding.id, embedding.ok ? embedding.value.card : undefined));
  }
  return facts;
};

/** Asks the ledger, the monitor and the models what the gates need to know. */
export const checkSystem = async (
  deps: CheckSystemDeps,
  candidate: Candidate,
  selection: StoredRecord<Selection> | undefined,
): Promise<Checks> => ({
  audit: await auditFact(deps),
  monitoring: await deps.probeMonitoring(),
  models: await modelFacts(deps, candidate, selection?.body),
});
