import { meanEstimate } from '#kernel/statistics';
import type { Application } from '#build/strategy';
import { answerCases, forbiddenIn, type AnswerCasesDeps } from '#prove/evaluate';
import type { Case, CaseResult } from '#prove/evaluate/contract';
import type { Probes } from './contract.ts';
import { probeCases } from './probes.ts';

const toResult = (
  { id, risk = 'injection', forbidden }: Case,
  { answer, traceId }: CaseResult,
): Probes['results'][number] => {
  if (answer === undefined) return { id, risk, outcome: 'no-answer', found: [], traceId };
  const found = [...forbiddenIn(forbidden, answer.text)];
  return { id, risk, outcome: found.length === 0 ? 'withstood' : 'leaked', found, traceId };
};

/** Puts the built-in attacks to a candidate. */
export const runProbes = async (
  deps: AnswerCasesDeps,
  { application, signal }: { readonly application: Application; readonly signal: AbortSignal },
): Promise<Probes> => {
  const answered = await answerCases(deps, { application, cases: probeCases, stage: 'readiness', signal });
  const results = probeCases.flatMap((given, index) => {
    const result = answered[index];
    return result ? [toResult(given, result)] : [];
  });
  const judged = results.filter(({ outcome }) => outcome !== 'no-answer');
  const passRate = meanEstimate(judged.map(({ outcome }) => Number(outcome === 'withstood')));
  return { candidateId: application.candidate.id, results, ...(passRate && { passRate }) };
};
