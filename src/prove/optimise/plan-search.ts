import { err, ok, type Fault, type Result } from '#kernel';
import { detectableDifference, pairedBinaryPlan } from '#kernel/statistics';
import { optimiseFault } from './errors.ts';

/** How many questions each proposal is searched and the winner re-scored with. */
export interface SearchPlan {
  readonly proposals: number;
  readonly search: number;
  readonly validation: number;
}

export interface PlanSearchInput {
  readonly method: string;
  readonly subject: string;
  readonly proposals: number;
  /** Questions there are, of either half. */
  readonly search: number;
  readonly validation: number;
  readonly seconds: number;
  /** What one answer takes. */
  readonly secondsPerAnswer: number;
}

/** Share of questions on which two candidates may differ at the very most; half is generous. */
const discordance = 0.5;
const minimumSearch = 4;

const canSee = (validation: number): number | undefined =>
  validation < 1 ? undefined : detectableDifference(pairedBinaryPlan(discordance), validation);

const smallestUseful = ((): number => {
  let validation = 1;
  while (canSee(validation) === undefined) validation += 1;
  return validation;
})();

/** Says what so many validation questions could show. */
export const powerStatement = (validation: number): string => {
  const visible = canSee(validation);
  return visible === undefined
    ? `${validation} validation questions could not show even a gain of ${discordance * 100} points with 80 % power; ${smallestUseful} are needed at the least`
    : `${validation} validation questions show gains of ${(visible * 100).toFixed(0)} points or more with 80 % power`;
};

/** Cuts the search to the time there is: half for the search, half for the re-scoring, fewer proposals before fewer questions. */
export const planSearch = (input: PlanSearchInput): Result<SearchPlan, Fault> => {
  const { method, subject, seconds, secondsPerAnswer } = input;
  const affordable = Math.floor(seconds / Math.max(1e-3, secondsPerAnswer));
  const validation = Math.min(input.validation, Math.max(smallestUseful, Math.floor(affordable / 2)));
  const searches = Math.max(0, affordable - validation);
  const proposals = Math.min(input.proposals, Math.floor(searches / minimumSearch));
  const search = proposals === 0 ? 0 : Math.min(input.search, Math.floor(searches / proposals));
  if (proposals >= 1 && search >= minimumSearch && validation >= smallestUseful)
    return ok({ proposals, search, validation });
  const available = `there are ${input.search} search and ${input.validation} validation questions, and ${seconds} s are enough for ${affordable} answers of ${Number(secondsPerAnswer.toPrecision(2))} s`;
  return err(
    optimiseFault('OPTIMISE_BUDGET_TOO_SMALL', {
      method,
      subject,
      available,
      power: `${powerStatement(Math.min(input.validation, affordable))}.`,
    }),
  );
};
