import { err, ok, type Fault, type RecordsDep, type Result, type StoredRecord } from '#kernel';
import { caseSetSchema, type Case } from '#prove/evaluate/contract';
import { acceptedSchema, type Accepted, type AcceptOrder } from './contract.ts';
import { learnFaults } from './errors.ts';

const problemOf = ({ answerable, facts }: Case): string | undefined => {
  if (answerable && facts.length === 0) return 'It can be answered but names no fact that the answer must contain.';
  return !answerable && facts.length > 0 ? 'It cannot be answered but names facts.' : undefined;
};

const takenIds = async ({ records }: RecordsDep): Promise<ReadonlySet<string>> => {
  const [accepted, caseSets] = await Promise.all([
    records.list({ type: 'learn/accepted', limit: 1000 }),
    records.list({ type: 'evaluate/case-set', current: true, limit: 1 }),
  ]);
  const learned = accepted.flatMap(({ body }) => acceptedSchema.safeParse(body).data?.cases ?? []);
  const evaluated = caseSets.flatMap(({ body }) => caseSetSchema.safeParse(body).data?.cases ?? []);
  return new Set([...learned, ...evaluated].map(({ id }) => id));
};

const checkCases = (cases: readonly Case[], taken: ReadonlySet<string>): Result<void, Fault> => {
  const seen = new Set(taken);
  for (const given of cases) {
    const problem = problemOf(given);
    if (problem !== undefined) return err(learnFaults.fault('LEARN_CASE_INCOMPLETE', { id: given.id, problem }));
    if (seen.has(given.id)) return err(learnFaults.fault('LEARN_CASE_TAKEN', { id: given.id }));
    seen.add(given.id);
  }
  return ok(undefined);
};

/** Makes the cases that a person reviewed part of the evaluation set of the next run. They belong to the development split. */
export const acceptProposal = async (
  deps: RecordsDep,
  { proposal, cases, actor, reason }: AcceptOrder,
): Promise<Result<StoredRecord, Fault>> => {
  const found = await deps.records.get(proposal);
  if (found?.type !== 'learn/proposal')
    return err(learnFaults.fault('LEARN_PROPOSAL_UNKNOWN', { proposal: proposal.slice(0, 64) }));
  const checked = checkCases(cases, await takenIds(deps));
  if (!checked.ok) return checked;
  const body: Accepted = { proposal, cases: cases.map((given) => ({ ...given, split: 'dev', reviewed: true })), actor };
  return ok(
    await deps.records.decide({ type: 'learn/accepted', body, inputs: [proposal] }, { stage: 'learn', actor, reason }),
  );
};
