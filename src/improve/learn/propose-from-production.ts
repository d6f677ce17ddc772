import type { Feedback, FeedbackDep, Json, Span, SpanStoreDep } from '#kernel';
import { answerOperation, spanAttributes } from '#run/serve';
import type { LearnConfig, Proposal } from './contract.ts';
import { draftCase, questionKey } from './draft-case.ts';

type Item = Proposal['items'][number];

export interface ProposeInput {
  readonly config: LearnConfig;
  /** Items from elsewhere, such as trials; they come last. */
  readonly others: readonly Item[];
  /** Questions that the evaluation set holds already. */
  readonly known: readonly string[];
  /** Why the candidates should be compared again. */
  readonly reevaluate: readonly string[];
}

const maximumItems = 200;

const textAt = ({ attributes }: Span, name: string): string => {
  const value: Json | undefined = attributes[name];
  return typeof value === 'string' ? value : '';
};

const importance = { 'thumb-down': 0, failed: 1, refused: 2, 'trial-loss': 3 } as const;

const reasonOf = (span: Span, thumbDown: Feedback | undefined): Exclude<Item['reason'], 'trial-loss'> | undefined => {
  if (thumbDown !== undefined) return 'thumb-down';
  if (span.attributes[spanAttributes.failed] === true) return 'failed';
  return span.attributes[spanAttributes.refused] === true ? 'refused' : undefined;
};

const toItem = (span: Span, thumbsByTrace: ReadonlyMap<string, Feedback>): Item | undefined => {
  const thumbDown = thumbsByTrace.get(span.traceId);
  const reason = reasonOf(span, thumbDown);
  if (reason === undefined || span.attributes[spanAttributes.simulated] === true) return undefined;
  const question = textAt(span, spanAttributes.question);
  const comment = thumbDown?.comment ?? textAt(span, spanAttributes.errorType);
  return {
    traceId: span.traceId,
    question,
    answer: textAt(span, spanAttributes.answer),
    reason,
    comment,
    draft: draftCase({ question: question === '' ? '?' : question, reason }),
  };
};

/** One item a question, the weightiest first; the newest of equals stays. */
const distinct = (items: readonly Item[], known: readonly string[]): readonly Item[] => {
  const seen = new Set(known.map(questionKey));
  return items
    .toSorted((first, second) => importance[first.reason] - importance[second.reason])
    .filter(({ question, reason }) => {
      const key = `${reason === 'trial-loss' ? 'trial ' : ''}${questionKey(question)}`;
      return !seen.has(key) && seen.add(key);
    });
};

const sentence = (
  items: readonly Item[],
  { traces, without }: { readonly traces: number; readonly without: number },
): string => {
  const count = (reason: Item['reason']): number => items.filter((item) => item.reason === reason).length;
  const found = `${count('thumb-down')} questions with a thumb down, ${count('failed')} failed, ${count('refused')} refused, ${count('trial-loss')} lost in a trial`;
  const lost = without === 0 ? '' : ` ${without} more have no captured text and cannot be reviewed.`;
  return `From the newest ${traces} answers: ${found}.${lost}`;
};

/** What production taught: answers that drew a thumb down, failed or were refused, each with a drafted case for a person. */
export const proposeFromProduction = async (
  { spans, feedback }: SpanStoreDep & FeedbackDep,
  { config, others, known, reevaluate }: ProposeInput,
): Promise<Proposal> => {
  const [answers, thumbs] = await Promise.all([
    spans.list({ operation: answerOperation, limit: config.maximumTraces }),
    feedback.list({ name: 'thumb', limit: 10_000 }),
  ]);
  const thumbsByTrace = new Map(thumbs.filter(({ value }) => value < 0.5).map((thumb) => [thumb.traceId, thumb]));
  const found = answers.map((span) => toItem(span, thumbsByTrace)).filter((item) => item !== undefined);
  const readable = found.filter(({ question }) => question !== '');
  const items = distinct([...readable, ...others], known).slice(0, maximumItems);
  return {
    items: [...items],
    reevaluate: [...reevaluate],
    says: sentence(items, { traces: answers.length, without: found.length - readable.length }),
  };
};
