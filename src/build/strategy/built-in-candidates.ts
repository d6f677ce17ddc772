import { strategySchema, type Strategy } from './contract.ts';

export interface BuiltInOptions {
  /** Chat models that can be used now, best first. */
  readonly chatModelIds: readonly string[];
  /** Measured speed of the first of them. */
  readonly tokensPerSecond?: number;
  /** Tools the project enables. */
  readonly tools: readonly string[];
  readonly guardrails: NonNullable<Strategy['guardrails']>;
}

// Chosen on the development questions of the example: a little below the least covered question that has an answer.
const refuseBelow = 0.48;

interface AnswerSize {
  readonly maxTokens: number;
  /** Of the passages in a compressed prompt. */
  readonly characters: number;
}

const slowTokensPerSecond = 100;

// Two sizes only, so that the noise of a measurement does not make another candidate.
const answerSize = ({ tokensPerSecond }: BuiltInOptions): AnswerSize =>
  tokensPerSecond !== undefined && tokensPerSecond < slowTokensPerSecond
    ? { maxTokens: 64, characters: 900 }
    : { maxTokens: 320, characters: 1600 };

// Word search alone finds something for every question, so it needs more evidence to be believed.
const refuseBelowByWords = 0.54;

const extractive = (guardrails: BuiltInOptions['guardrails']): readonly Strategy[] => [
  strategySchema.parse({
    name: 'extractive',
    description: 'Quotes the best sentences of the best passages; no model writes anything.',
    kind: 'extractive',
    retrieval: { mode: 'hybrid', k: 20, use: 3, rerank: 'coverage', rewrite: 'rules' },
    refuseBelow,
    guardrails,
  }),
  strategySchema.parse({
    name: 'extractive-bm25',
    description: 'The extractive baseline with word search alone.',
    kind: 'extractive',
    retrieval: { mode: 'bm25', k: 20, use: 3, rerank: 'coverage', rewrite: 'rules' },
    refuseBelow: refuseBelowByWords,
    guardrails,
  }),
];

const generative = (id: string, options: BuiltInOptions): readonly Strategy[] => {
  const { guardrails } = options;
  const { maxTokens, characters } = answerSize(options);
  const advanced = { mode: 'hybrid', k: 20, use: 3, rerank: 'coverage', rewrite: 'rules', compress: 'extract' };
  const model = { id, maxTokens };
  const quoted = { characters };
  return [
    strategySchema.parse({
      name: 'basic-rag',
      description: 'One search, one model call.',
      kind: 'generative',
      retrieval: { mode: 'dense', k: 5, use: 2 },
      refuseBelow,
      model,
      guardrails,
    }),
    strategySchema.parse({
      name: 'advanced-rag',
      description:
        'Hybrid search over contextual headings, follow-ups completed, reranked, compressed to the sentences that matter.',
      kind: 'generative',
      retrieval: advanced,
      extractive: quoted,
      refuseBelow,
      model,
      guardrails,
    }),
    strategySchema.parse({
      name: 'rag-self-consistency',
      description: 'Advanced RAG, several samples, majority vote.',
      kind: 'generative',
      retrieval: advanced,
      extractive: quoted,
      refuseBelow,
      model,
      reasoning: { kind: 'self-consistency', samples: 3, agreeing: 2, temperature: 0.7 },
      guardrails,
    }),
  ];
};

const agent = (id: string, options: BuiltInOptions): readonly Strategy[] =>
  options.tools.length === 0
    ? []
    : [
        strategySchema.parse({
          name: 'agent',
          description: 'A tool loop that searches for itself.',
          kind: 'agent',
          retrieval: { mode: 'hybrid', k: 8, use: 2, rerank: 'coverage', rewrite: 'rules' },
          refuseBelow,
          model: { id, maxTokens: answerSize(options).maxTokens },
          prompt: 'agent',
          agent: { tools: options.tools, maximumSteps: 3 },
          guardrails: options.guardrails,
        }),
      ];

/** The strategies every project compares; without a chat model only those that quote. */
export const builtInCandidates = (options: BuiltInOptions): readonly Strategy[] => {
  const [id] = options.chatModelIds;
  const quoting = extractive(options.guardrails);
  return id === undefined ? quoting : [...quoting, ...generative(id, options), ...agent(id, options)];
};
