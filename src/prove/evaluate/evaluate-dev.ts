import { err, ok, type Fault, type RecordsDep, type Result } from '#kernel';
import type { Charter } from '#plan/charter/contract';
import type { CompileDep } from '#build/strategy';
import type { Candidate } from '#build/strategy/contract';
import type { AnswerCasesDeps } from './answer-cases.ts';
import { checkKpis } from './check-kpis.ts';
import type { CaseSet, KpiCheck, Scorecard } from './contract.ts';
import { evaluateFault } from './errors.ts';
import { developmentCases, scoreCandidate } from './score-candidate.ts';

export type EvaluateDevDeps = RecordsDep & CompileDep & AnswerCasesDeps;

export interface EvaluateDevInput {
  /** Name or id of a candidate. */
  readonly candidate: string;
  readonly signal: AbortSignal;
  readonly concurrency?: number;
}

/** How a candidate does on the development split; `passed` is false when a blocking KPI is missed or unmeasured. */
export interface DevEvaluation {
  readonly scorecard: Scorecard;
  readonly kpis: readonly KpiCheck[];
  readonly passed: boolean;
}

const bodies = async <Body>({ records }: RecordsDep, type: string): Promise<readonly Body[]> =>
  (await records.list({ type, current: true, limit: 1000 })).map(({ body }) => body as Body);

const findCandidate = (candidates: readonly Candidate[], wanted: string): Result<Candidate, Fault> => {
  const found = candidates.find(({ id, strategy }) => strategy.name === wanted || id === wanted);
  const known = candidates.map(({ strategy }) => strategy.name).join(', ') || 'none';
  return found ? ok(found) : err(evaluateFault('EVALUATE_CANDIDATE_MISSING', { name: wanted, known }));
};

/** Evaluates one candidate on the development split against the charter's KPIs; sealed questions are out of its reach. */
export const evaluateDev = async (
  deps: EvaluateDevDeps,
  { candidate: wanted, ...input }: EvaluateDevInput,
): Promise<Result<DevEvaluation, Fault>> => {
  const [caseSet] = await bodies<CaseSet>(deps, 'evaluate/case-set');
  if (caseSet === undefined)
    return err(
      evaluateFault('EVALUATE_DATASET_EMPTY', { split: 'dev', paths: '(not loaded: run the evaluate stage)' }),
    );
  const candidate = findCandidate(await bodies<Candidate>(deps, 'strategy/candidate'), wanted);
  if (!candidate.ok) return candidate;
  const application = await deps.compile(candidate.value);
  if (!application.ok) return application;
  const questions = developmentCases(caseSet);
  const scorecard = await scoreCandidate(deps, {
    ...input,
    application: application.value,
    questions,
    stage: 'evaluate',
  });
  const [charter] = await bodies<Charter>(deps, 'charter/charter');
  const kpis = checkKpis(charter?.kpis ?? [], scorecard);
  return ok({ scorecard, kpis, passed: kpis.every(({ level, verdict }) => level === 'stretch' || verdict === 'met') });
};
