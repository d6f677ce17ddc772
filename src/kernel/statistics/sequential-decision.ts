import { guardDefaults } from './guard-defaults.ts';
import { requireShare } from './interval.ts';

/** What a sequential test says now. `continue` is an answer: the traffic so far proves neither. */
export type SequentialVerdict = 'pass' | 'fail' | 'continue';

/** A verdict and the sentence that explains it to the person on duty. */
export interface SequentialDecision {
  readonly verdict: SequentialVerdict;
  readonly sentence: string;
}

/** The evidence on one guardrail. */
export interface SequentialEvidence {
  /** ln of the e-value against "the canary is not worse". */
  readonly worse: number;
  /** ln of the e-value against "the canary is worse by the margin or more". */
  readonly notWorse: number;
  /** Units assigned to the canary so far. */
  readonly canaryUnits: number;
}

/** How much evidence is enough. */
export interface SequentialThresholds {
  /** Highest chance of a false `fail`, in (0, 1); the guardrails of a rollout share 0.05. */
  readonly rollbackAlpha?: number;
  /** Highest chance of a false `pass`, in (0, 1). */
  readonly promotionAlpha?: number;
  /** Before this many canary units no `fail` is given: caution, not needed for validity. */
  readonly minimumCanaryUnits?: number;
}

/** An e-value or a threshold as odds in words. */
const odds = (logE: number): string => {
  if (logE > Math.log(1e6)) return 'over 1,000,000 to 1';
  const value = Math.exp(logE);
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(2))} to 1`;
};

/**
 * Turns the two e-values of a guardrail into a verdict. Either test rejects when its e-value reaches 1 / alpha,
 * which under its null hypothesis ever happens with probability <= alpha (Ville's inequality), so one may look
 * after every request. When both reject, the canary is worse by less than the margin, and `fail` wins.
 */
export const sequentialDecision = (
  { worse, notWorse, canaryUnits }: SequentialEvidence,
  {
    rollbackAlpha = guardDefaults.guardrail.rollbackAlpha,
    promotionAlpha = guardDefaults.guardrail.promotionAlpha,
    minimumCanaryUnits = 30,
  }: SequentialThresholds = {},
): SequentialDecision => {
  requireShare('rollbackAlpha', rollbackAlpha);
  requireShare('promotionAlpha', promotionAlpha);
  if (Number.isNaN(worse) || Number.isNaN(notWorse)) throw new RangeError('an e-value is NaN');
  const [toFail, toPass] = [-Math.log(rollbackAlpha), -Math.log(promotionAlpha)];
  if (worse >= toFail && canaryUnits < minimumCanaryUnits) {
    const sentence = `The evidence that the canary is worse is ${odds(worse)}, but it rests on ${canaryUnits} canary units and ${minimumCanaryUnits} are asked for.`;
    return { verdict: 'continue', sentence };
  }
  if (worse >= toFail) {
    const sentence = `The canary is worse: the evidence is ${odds(worse)}, and ${odds(toFail)} was needed.`;
    return { verdict: 'fail', sentence };
  }
  if (notWorse >= toPass) {
    const sentence = `The canary is not worse by more than the margin: the evidence is ${odds(notWorse)}, and ${odds(toPass)} was needed.`;
    return { verdict: 'pass', sentence };
  }
  const sentence = `Not decided after ${canaryUnits} canary units: the evidence for worse is ${odds(worse)} of ${odds(toFail)}, for not worse ${odds(notWorse)} of ${odds(toPass)}.`;
  return { verdict: 'continue', sentence };
};

/** The names with this verdict. */
const namesWith = (
  decisionsByName: Readonly<Record<string, SequentialDecision>>,
  verdict: SequentialVerdict,
): readonly string[] => Object.keys(decisionsByName).filter((name) => decisionsByName[name]?.verdict === verdict);

/**
 * One verdict over all guardrails: `fail` as soon as one fails, `pass` only when every one passes, and
 * `continue` otherwise; no guardrail at all is `continue`, since nothing was tested.
 */
export const combineDecisions = (decisionsByName: Readonly<Record<string, SequentialDecision>>): SequentialDecision => {
  const failed = namesWith(decisionsByName, 'fail');
  const open = namesWith(decisionsByName, 'continue');
  const all = Object.keys(decisionsByName);
  if (failed.length > 0) {
    const reasons = failed.map((name) => `${name}: ${decisionsByName[name]?.sentence ?? ''}`);
    return { verdict: 'fail', sentence: reasons.join(' ') };
  }
  if (all.length === 0) return { verdict: 'continue', sentence: 'No guardrail was tested.' };
  return open.length > 0
    ? { verdict: 'continue', sentence: `Not decided yet: ${open.join(', ')}.` }
    : { verdict: 'pass', sentence: `Not worse on every guardrail: ${all.join(', ')}.` };
};
