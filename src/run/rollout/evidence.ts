import type { Exposure, ExposureDep, Feedback, FeedbackDep, SpanStoreDep } from '#kernel';
import { answerOperation, spanAttributes } from '#run/serve';

/** One answer of a rollout and what became of it. */
export interface RolloutAnswer {
  readonly traceId: string;
  /** The assigned conversation: the unit of the analysis. */
  readonly unit: string;
  readonly arm: 'control' | 'canary';
  readonly propensity: number;
  readonly at: number;
  /** The answer itself failed. */
  readonly failed: boolean;
  /** It took longer than the latency target. */
  readonly slow: boolean;
  /** When the first thumb down or bad mark came; undefined while there is none. */
  readonly markedBadAt: number | undefined;
}

export type EvidenceDeps = ExposureDep & SpanStoreDep & FeedbackDep;

export interface EvidenceInput {
  readonly rolloutId: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Answers that are read at the most. */
  readonly maximum: number;
  /** The latency target in milliseconds, when there is one. */
  readonly slowerThanMs?: number | undefined;
}

/** Feedback names whose low values are bad events. */
const judgingNames = new Set(['thumb', 'simulated-judge']);

const page = 10_000;

const readExposures = async (
  { exposures }: ExposureDep,
  { rolloutId, maximum }: EvidenceInput,
): Promise<readonly Exposure[]> => {
  const all: Exposure[] = [];
  while (all.length < maximum) {
    const last = all.at(-1);
    const more = await exposures.list({
      rollout: rolloutId,
      limit: Math.min(page, maximum - all.length),
      ...(last === undefined ? {} : { after: last }),
    });
    all.push(...more);
    if (more.length < page) break;
  }
  return all;
};

const readMarks = async (
  { feedback }: FeedbackDep,
  { startedAt, maximum }: EvidenceInput,
): Promise<ReadonlyMap<string, number>> => {
  const firstByTrace = new Map<string, number>();
  const keep = ({ traceId, name, value, at }: Feedback): void => {
    if (judgingNames.has(name) && value < 0.5) firstByTrace.set(traceId, Date.parse(at));
  };
  let to: number | undefined;
  for (let read = 0; read < 10 * maximum;) {
    const newestFirst = await feedback.list({ from: startedAt, limit: page, ...(to === undefined ? {} : { to }) });
    newestFirst.forEach(keep);
    read += newestFirst.length;
    const oldest = newestFirst.at(-1);
    if (newestFirst.length < page || oldest === undefined) break;
    to = Date.parse(oldest.at);
  }
  return firstByTrace;
};

const mostSpans = 100_000;

const readFailed = async (
  { spans }: SpanStoreDep,
  { rolloutId, startedAt, maximum }: EvidenceInput,
): Promise<ReadonlySet<string>> => {
  const attributes = { [spanAttributes.rollout]: rolloutId, [spanAttributes.failed]: true };
  const limit = Math.min(mostSpans, maximum);
  const failed = await spans.list({ operation: answerOperation, from: startedAt, attributes, limit });
  return new Set(failed.map(({ traceId }) => traceId));
};

const readSlow = async (
  { spans }: SpanStoreDep,
  { rolloutId, startedAt, maximum, slowerThanMs }: EvidenceInput,
): Promise<ReadonlySet<string>> => {
  if (slowerThanMs === undefined) return new Set();
  const slow = await spans.list({
    operation: answerOperation,
    from: startedAt,
    attributes: { [spanAttributes.rollout]: rolloutId },
    minimumDurationMs: slowerThanMs,
    limit: Math.min(mostSpans, maximum),
  });
  return new Set(slow.filter(({ durationMs }) => durationMs > slowerThanMs).map(({ traceId }) => traceId));
};

/** Every answer of a rollout with its outcome so far, oldest first. */
export const readEvidence = async (deps: EvidenceDeps, input: EvidenceInput): Promise<readonly RolloutAnswer[]> => {
  const [exposures, marks, failed, slow] = await Promise.all([
    readExposures(deps, input),
    readMarks(deps, input),
    readFailed(deps, input),
    readSlow(deps, input),
  ]);
  return exposures.map(({ traceId, unit, arm, propensity, at }) => ({
    traceId,
    unit,
    arm: arm === 'canary' ? 'canary' : 'control',
    propensity,
    at,
    failed: failed.has(traceId),
    slow: slow.has(traceId),
    markedBadAt: marks.get(traceId),
  }));
};
