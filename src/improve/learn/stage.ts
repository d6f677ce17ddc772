import {
  defineStage,
  ok,
  type Fault,
  type FeedbackDep,
  type RecordDraft,
  type Result,
  type SpanStoreDep,
  type StageInput,
} from '#kernel';
import type { Selection } from '#build/models/contract';
import type { CaseSet } from '#prove/evaluate/contract';
import type { TrialPlan, TrialRating } from '#prove/trials/contract';
import { answerOperation, spanAttributes } from '#run/serve';
import { learnConfigSchema, type Accepted, type LearnConfig } from './contract.ts';
import { proposeFromProduction } from './propose-from-production.ts';
import { trialLosses } from './trial-losses.ts';

export type LearnStageDeps = SpanStoreDep & FeedbackDep;

/** The newest thumb, failure and refusal: while they stay the same there is nothing new to learn. */
const watch = async ({ spans, feedback }: LearnStageDeps): Promise<Readonly<Record<string, string>>> => {
  const newest = async (attribute: string): Promise<string> => {
    const [span] = await spans.list({ operation: answerOperation, attributes: { [attribute]: true }, limit: 1 });
    return span === undefined ? 'none' : `${span.traceId} ${span.startedAt}`;
  };
  const [[thumb], failed, refused] = await Promise.all([
    feedback.list({ name: 'thumb', limit: 1 }),
    newest(spanAttributes.failed),
    newest(spanAttributes.refused),
  ]);
  return { feedback: thumb === undefined ? 'none' : `${thumb.id} ${thumb.at}`, failed, refused };
};

const run = async (
  deps: LearnStageDeps,
  { config, read }: StageInput<LearnConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [plans, ratings] = [read<TrialPlan>('trials/plan'), read<TrialRating>('trials/rating')];
  const caseSets = read<CaseSet>('evaluate/case-set');
  const accepted = read<Accepted>('learn/accepted');
  const selections = read<Selection>('models/selection');
  const reevaluate = selections.flatMap(({ body }) =>
    (body.signals ?? []).flatMap(({ reevaluate: again, says }) => (again ? [says] : [])),
  );
  const known = [...caseSets, ...accepted].flatMap(({ body }) => body.cases.map(({ question }) => question));
  const body = await proposeFromProduction(deps, {
    config,
    others: trialLosses({ plans, ratings }),
    known,
    reevaluate,
  });
  return ok([
    {
      type: 'learn/proposal',
      body,
      inputs: [...selections, ...plans, ...ratings, ...caseSets, ...accepted].map(({ hash }) => hash),
    },
  ]);
};

/** Turns what went wrong in production into drafted cases that wait for a person. */
export const learnStage = defineStage<LearnConfig, LearnStageDeps>({
  name: 'learn',
  phase: 'improve',
  question: 'What did production teach, and what should the next candidate be tested on?',
  reads: ['models/selection', 'trials/plan', 'trials/rating', 'evaluate/case-set', 'learn/accepted'],
  writes: ['learn/proposal'],
  config: learnConfigSchema,
  watch,
  run,
});
