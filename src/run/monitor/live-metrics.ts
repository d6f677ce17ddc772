import { usdFromNano } from '#kernel';
import { quantileEstimate, studentMean, wilson, type Estimate } from '#kernel/statistics';
import type { ServedAnswer } from './read-window.ts';

type Measure = (answers: readonly ServedAnswer[]) => Estimate | undefined;

const durations = (answers: readonly ServedAnswer[]): readonly number[] =>
  answers.filter(({ failed }) => !failed).map(({ durationMs }) => durationMs);

const share = (answers: readonly ServedAnswer[], has: (answer: ServedAnswer) => boolean): Estimate | undefined =>
  wilson(answers.filter(has).length, answers.length);

/** Averaged as whole nano-dollars, so that equal costs have exactly their mean. */
const inUsd = (nano: Estimate | undefined): Estimate | undefined =>
  nano && { ...nano, value: usdFromNano(nano.value), low: usdFromNano(nano.low), high: usdFromNano(nano.high) };

/** How production measures a metric; what is not here needs reference answers that production does not have. */
const measures: Readonly<Record<string, Measure>> = {
  'latency-p50': (answers) => quantileEstimate(durations(answers), 0.5),
  'latency-p95': (answers) => quantileEstimate(durations(answers), 0.95),
  'cost-per-answer': (answers) =>
    inUsd(studentMean(answers.filter(({ failed }) => !failed).map(({ costNano }) => costNano))),
  'positive-feedback': (answers) => {
    const thumbs = answers.filter(({ thumb }) => thumb !== undefined);
    return share(thumbs, ({ thumb }) => thumb === true);
  },
  'bad-answer-rate': (answers) => share(answers, ({ failed, thumb }) => failed || thumb === false),
};

/** Whether production can measure a metric. */
export const isLiveMetric = (metric: string): boolean => Object.hasOwn(measures, metric);

/** The value of a metric over served answers; undefined when there are too few, or when production cannot measure it. */
export const measureLive = (metric: string, answers: readonly ServedAnswer[]): Estimate | undefined =>
  Object.hasOwn(measures, metric) ? measures[metric]?.(answers) : undefined;

/** Share of answers that were refused. */
export const refusalShare = (answers: readonly ServedAnswer[]): Estimate | undefined => {
  const whole = answers.filter(({ failed }) => !failed);
  return share(whole, ({ refused }) => refused);
};

const reasons: Readonly<Record<string, string>> = {
  'answer-rate': 'Production does not know which questions the sources could have answered.',
  'refusal-accuracy': 'Production does not know which questions the sources could not answer.',
  'guardrail-pass-rate': 'The probes run before a release, not on the questions of users.',
};

/** Why production cannot measure a metric. */
export const whyUnmeasured = (metric: string): string =>
  reasons[metric] ??
  'It compares with facts and gold pages, which questions of users do not have; the sealed evaluation measured it.';
