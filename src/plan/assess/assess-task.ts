import { err, ok, type Fault, type Result } from '#kernel';
import type { Charter } from '#plan/charter';
import type { Assessment, AssessConfig } from './contract.ts';
import { assessFaults } from './errors.ts';
import { estimateAnswer } from './estimate.ts';
import { assessRules, strategyKinds, type AssessRule, type StrategyKind } from './rules.ts';

const pointsOf = (strategy: StrategyKind, fired: readonly AssessRule[]): number =>
  fired.reduce((sum, rule) => (rule.strategy === strategy && rule.effect !== 'out' ? sum + rule.effect : sum), 0);

/** Weighs the strategies by the rules that fire; every recommendation carries its reasons and what would change it. */
export const assessTask = (answers: AssessConfig, charter: Charter): Result<Assessment, Fault> => {
  const fired = assessRules.filter(({ when }) => when(answers, charter));
  const outRules = fired.filter(({ effect }) => effect === 'out');
  const out = new Set(outRules.map(({ strategy }) => strategy));
  const recommended = strategyKinds
    .filter((kind) => !out.has(kind) && pointsOf(kind, fired) > 0)
    .toSorted((a, b) => pointsOf(b, fired) - pointsOf(a, fired));
  const [best] = recommended;
  if (best === undefined) {
    return err(
      assessFaults.fault('ASSESS_NOTHING_FITS', { reasons: outRules.map(({ because }) => because).join(' ') }),
    );
  }
  return ok({
    answers,
    recommended,
    ruledOut: outRules.map(({ strategy, because }) => ({ strategy, because })),
    reasons: fired.map((rule) => ({
      rule: rule.id,
      because: rule.because,
      recommends:
        rule.effect === 'out'
          ? `not ${rule.strategy}`
          : `${rule.strategy} (${rule.effect > 0 ? '+' : ''}${rule.effect})`,
      changesWhen: rule.changesWhen,
    })),
    estimate: estimateAnswer(best, answers, charter),
  });
};
