import { createRandom } from '#kernel/statistics';
import type { Answer } from '#build/strategy/contract';
import type { Case, Scorecard } from '#prove/evaluate/contract';
import { stratify } from '#prove/experiments';
import type { Comparison } from '#prove/experiments/contract';
import type { TrialPlan, TrialsConfig } from './contract.ts';

export interface PlanTrialInput {
  readonly comparison: Comparison;
  readonly scorecards: readonly Scorecard[];
  readonly cases: readonly Case[];
  readonly config: TrialsConfig;
}

const answersById = ({ results }: Scorecard): ReadonlyMap<string, Answer> =>
  new Map(results.flatMap(({ caseId, answer }) => (answer ? [[caseId, answer] as const] : [])));

/** Questions that both answered, and not with the same words: those tell people nothing. */
const pairsOf = (left: Scorecard, right: Scorecard, { cases, config }: PlanTrialInput): TrialPlan['pairs'] => {
  const [leftAnswers, rightAnswers] = [answersById(left), answersById(right)];
  const random = createRandom(`trial ${config.seed}`);
  return stratify(cases, ({ kind }) => kind, `trial ${config.seed}`)
    .flatMap(({ id, question }) => {
      const [one, other] = [leftAnswers.get(id), rightAnswers.get(id)];
      return one && other && one.text !== other.text ? [{ caseId: id, question, left: one, right: other }] : [];
    })
    .slice(0, config.questions)
    .map((pair) => ({ ...pair, firstIs: random() < 0.5 ? ('left' as const) : ('right' as const) }));
};

const nameOf = ({ candidateId, candidateName }: Scorecard) => ({ id: candidateId, name: candidateName });

/** The others, best quality first; those that answered every question before those that stopped. */
const rivals = ({ comparison, scorecards }: PlanTrialInput): readonly Scorecard[] =>
  comparison.rows
    .filter(({ candidateId }) => candidateId !== comparison.champion)
    .toSorted(
      (left, right) =>
        Number(left.stopped !== undefined) - Number(right.stopped !== undefined) ||
        right.quality.value - left.quality.value,
    )
    .flatMap(({ candidateId }) => scorecards.filter((scorecard) => scorecard.candidateId === candidateId));

/**
 * The champion against the runner-up, with the answers that the experiments already brought, in an order drawn by the
 * seed. Undefined when no other candidate answered anything differently.
 */
export const planTrial = (input: PlanTrialInput): TrialPlan | undefined => {
  const champion = input.scorecards.find(({ candidateId }) => candidateId === input.comparison.champion);
  if (champion === undefined) return undefined;
  for (const rival of rivals(input)) {
    const pairs = pairsOf(champion, rival, input);
    if (pairs.length > 0) return { left: nameOf(champion), right: nameOf(rival), pairs };
  }
  return undefined;
};
