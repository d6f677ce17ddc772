import type { FeedbackDep, Json, Span, SpanStoreDep } from '#kernel';
import { answerOperation, spanAttributes } from '#run/serve';

/** A served answer as the figures see it. */
export interface ServedAnswer {
  readonly traceId: string;
  readonly at: number;
  readonly durationMs: number;
  readonly costNano: number;
  readonly failed: boolean;
  readonly refused: boolean;
  readonly simulated: boolean;
  /** True for up, false for down; undefined without a thumb. The newest thumb counts. */
  readonly thumb: boolean | undefined;
}

export interface Window {
  /** Milliseconds since 1970, inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface WindowAnswers {
  readonly answers: readonly ServedAnswer[];
  readonly truncated: boolean;
}

const maximumAnswers = 20_000;
const maximumThumbs = 10_000;

const numberAt = (span: Span, name: string): number => {
  const value: Json | undefined = span.attributes[name];
  return typeof value === 'number' ? value : 0;
};

const toAnswer = (span: Span, thumbsByTrace: ReadonlyMap<string, boolean>): ServedAnswer => ({
  traceId: span.traceId,
  at: span.startedAt,
  durationMs: span.durationMs,
  costNano: numberAt(span, spanAttributes.costNano),
  failed: span.attributes[spanAttributes.failed] === true,
  refused: span.attributes[spanAttributes.refused] === true,
  simulated: span.attributes[spanAttributes.simulated] === true,
  thumb: thumbsByTrace.get(span.traceId),
});

/** Released answers only; one that the client did not wait for is no answer. */
const counts = ({ attributes, status }: Span): boolean =>
  attributes[spanAttributes.arm] !== 'preview' && (status === 'ok' || attributes[spanAttributes.failed] === true);

/** The answers that were served in a window, newest first, with their thumbs. */
export const readWindow = async (
  { spans, feedback }: SpanStoreDep & FeedbackDep,
  { from, to }: Window,
): Promise<WindowAnswers> => {
  const [served, thumbs] = await Promise.all([
    spans.list({ operation: answerOperation, from, to, limit: maximumAnswers }),
    feedback.list({ name: 'thumb', from, limit: maximumThumbs }),
  ]);
  // Newest first: the last write of the map is the newest thumb.
  const thumbsByTrace = new Map(thumbs.toReversed().map(({ traceId, value }) => [traceId, value >= 0.5]));
  return {
    answers: served.filter(counts).map((span) => toAnswer(span, thumbsByTrace)),
    truncated: served.length === maximumAnswers,
  };
};
