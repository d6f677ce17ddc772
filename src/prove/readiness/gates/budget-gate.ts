import { formatEstimate, formatValue } from '#prove/evaluate';
import type { GateRule } from '../facts.ts';

const metric = 'cost-per-answer';

/** The price of an answer, and of the answers of a month, against the charter's budget. */
export const budgetGate: GateRule = ({ charter, sealed }) => {
  const { usdPerAnswer, usdPerMonth, answersPerMonth } = charter.body.budget;
  const gate = {
    id: 'budget',
    name: 'Cost against budget',
    blocking: true,
    target: `at most ${formatValue(metric, usdPerAnswer)} an answer and ${formatValue(metric, usdPerMonth)} a month for ${answersPerMonth} answers`,
  };
  const measured = sealed.kind === 'opened' ? sealed.scorecard.body.metrics[metric] : undefined;
  if (sealed.kind !== 'opened' || measured === undefined)
    return [{ ...gate, verdict: 'unknown', says: 'The cost of an answer was not measured.' }];
  const month = measured.value * answersPerMonth;
  const fits = measured.value <= usdPerAnswer && month <= usdPerMonth;
  const says = `${formatEstimate(metric, measured)} an answer; ${formatValue(metric, month)} a month.`;
  return [{ ...gate, verdict: fits ? 'pass' : 'fail', says, measured, evidence: sealed.scorecard.hash }];
};
