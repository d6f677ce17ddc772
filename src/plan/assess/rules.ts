import type { Charter } from '#plan/charter';
import type { AssessConfig } from './contract.ts';

/** The kinds of strategy that an assessment weighs. */
export const strategyKinds = [
  'extractive',
  'basic-rag',
  'advanced-rag',
  'rag-self-consistency',
  'agent',
  'fine-tuning',
  'prompting',
] as const;
export type StrategyKind = (typeof strategyKinds)[number];

/** One readable rule: when its condition holds, it moves a strategy up, down or out. */
export interface AssessRule {
  readonly id: string;
  readonly strategy: StrategyKind;
  /** Points for, negative against; `out` removes it. */
  readonly effect: number | 'out';
  readonly when: (answers: AssessConfig, charter: Charter) => boolean;
  readonly because: string;
  readonly changesWhen: string;
}

/** The table. Each row can be read aloud and argued about; order does not matter. */
export const assessRules: readonly AssessRule[] = [
  {
    id: 'documents-hold-answers',
    strategy: 'basic-rag',
    effect: 3,
    when: ({ documents }) => documents !== 'none',
    because: 'Documents hold the answers, so an answer can be grounded in them and cited.',
    changesWhen: 'no document holds the answers',
  },
  {
    id: 'no-documents',
    strategy: 'prompting',
    effect: 3,
    when: ({ documents }) => documents === 'none',
    because: 'There is nothing to retrieve, so the model answers from what it knows.',
    changesWhen: 'documents become available',
  },
  {
    id: 'no-documents-no-retrieval',
    strategy: 'basic-rag',
    effect: 'out',
    when: ({ documents }) => documents === 'none',
    because: 'Retrieval without documents finds nothing.',
    changesWhen: 'documents become available',
  },
  {
    id: 'lookup-quotes',
    strategy: 'extractive',
    effect: 3,
    when: ({ complexity, documents }) => complexity === 'lookup' && documents !== 'none',
    because:
      'Typical questions ask for something that stands in one place: quoting it cannot be made up and costs nothing.',
    changesWhen: 'questions need several places put together',
  },
  {
    id: 'synthesis-needs-retrieval-quality',
    strategy: 'advanced-rag',
    effect: 3,
    when: ({ complexity, documents }) => complexity !== 'lookup' && documents !== 'none',
    because: 'Answers are put together from several places, which hybrid search and rewriting find better.',
    changesWhen: 'questions are plain look-ups',
  },
  {
    id: 'dynamic-prefers-retrieval',
    strategy: 'advanced-rag',
    effect: 1,
    when: ({ knowledge, documents }) => knowledge === 'dynamic' && documents !== 'none',
    because: 'The knowledge changes; an index is brought up to date in seconds, a tuned model is not.',
    changesWhen: 'the knowledge is static',
  },
  {
    id: 'dynamic-against-tuning',
    strategy: 'fine-tuning',
    effect: 'out',
    when: ({ knowledge }) => knowledge === 'dynamic',
    because: 'Facts that change would be wrong in the weights by the next release of the documents.',
    changesWhen: 'the knowledge is static',
  },
  {
    id: 'tuning-needs-examples',
    strategy: 'fine-tuning',
    effect: 'out',
    when: ({ labelledExamples }) => labelledExamples < 200,
    because: 'Fewer than 200 labelled examples do not move a model measurably.',
    changesWhen: 'there are 200 labelled examples or more',
  },
  {
    id: 'tuning-for-style',
    strategy: 'fine-tuning',
    effect: 2,
    when: ({ knowledge, labelledExamples }) => knowledge === 'static' && labelledExamples >= 200,
    because: 'Static knowledge and enough examples make a tuned model worth trying.',
    changesWhen: 'the knowledge becomes dynamic',
  },
  {
    id: 'reasoning-votes',
    strategy: 'rag-self-consistency',
    effect: 2,
    when: ({ reasoning }) => reasoning !== 'none',
    because: 'Questions need reasoning; several samples that agree are right more often than one.',
    changesWhen: 'no reasoning is needed',
  },
  {
    id: 'votes-cost-latency',
    strategy: 'rag-self-consistency',
    effect: -2,
    when: ({ latencyMs }) => latencyMs < 5000,
    because: 'Several samples take several times as long, and users accept less than 5 s.',
    changesWhen: 'users accept 5 s or more',
  },
  {
    id: 'actions-need-agent',
    strategy: 'agent',
    effect: 5,
    when: ({ actions, complexity }) => actions !== 'none' || complexity === 'multi-step',
    because: 'The task takes steps: tools are called and their results decide what comes next.',
    changesWhen: 'no tool is needed and questions take one step',
  },
  {
    id: 'agent-costs-latency',
    strategy: 'agent',
    effect: -2,
    when: ({ latencyMs }) => latencyMs < 5000,
    because: 'Each step is a model call, and users accept less than 5 s.',
    changesWhen: 'users accept 5 s or more',
  },
  {
    id: 'free-budget-prefers-extractive',
    strategy: 'extractive',
    effect: 1,
    when: (_answers, { budget }) => budget.usdPerAnswer === 0,
    because: 'An answer may cost nothing.',
    changesWhen: 'there is a budget per answer',
  },
];
