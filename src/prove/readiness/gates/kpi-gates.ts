import { findMetric } from '#kernel';
import { checkKpis, formatEstimate, formatValue } from '#prove/evaluate';
import type { KpiCheck } from '#prove/evaluate/contract';
import type { Gate } from '../contract.ts';
import type { Facts, GateRule, SealedFact } from '../facts.ts';

const targetText = ({ metric, target, better }: KpiCheck): string =>
  `${better === 'higher' ? 'at least' : 'at most'} ${formatValue(metric, target)}`;

/** Time and price need no gold answer, so nobody has to review questions for them. */
const needsReview = (metric: string): boolean => findMetric(metric)?.unit === 'share';

const whyUnknown = (check: KpiCheck, sealed: SealedFact, minimumReviewed: number): string | undefined => {
  if (sealed.kind === 'empty') return 'There are no sealed questions to measure it with.';
  if (sealed.kind === 'refused') return 'The sealed questions stay shut, so it was not measured.';
  if (check.measured === undefined) return 'The sealed questions do not measure it.';
  if (!needsReview(check.metric) || sealed.reviewed >= minimumReviewed) return undefined;
  return `Only ${sealed.reviewed} sealed questions were reviewed by a person, and ${minimumReviewed} are needed to believe the figure.`;
};

const verdicts = { met: 'pass', missed: 'fail', unknown: 'unknown' } as const;

const decided = ({ verdict, measured, metric, target, better, name }: KpiCheck): string => {
  if (measured === undefined) return '';
  const reaches = better === 'higher' ? measured.low >= target : measured.high <= target;
  const certainty =
    verdict === 'met' && !reaches ? ' The interval crosses the target: more questions would make it surer.' : '';
  return `${name}: ${formatEstimate(metric, measured)} on the sealed questions.${certainty}`;
};

const kpiGate = (check: KpiCheck, { sealed, minimumReviewed }: Facts): Gate => {
  const unknown = whyUnknown(check, sealed, minimumReviewed);
  return {
    id: `kpi-${check.kpi}`,
    name: check.name,
    verdict: unknown === undefined ? verdicts[check.verdict] : 'unknown',
    blocking: check.level === 'blocking',
    says: unknown ?? decided(check),
    target: targetText(check),
    ...(check.measured && { measured: check.measured }),
    ...(sealed.kind === 'opened' && { evidence: sealed.scorecard.hash }),
  };
};

/** One gate for each KPI of the charter, by the point estimate on the sealed split; stretch KPIs never block. */
export const kpiGates: GateRule = (facts) => {
  const { charter, sealed } = facts;
  const metrics = sealed.kind === 'opened' ? sealed.scorecard.body.metrics : {};
  return checkKpis(charter.body.kpis, { metrics }).map((check) => kpiGate(check, facts));
};
