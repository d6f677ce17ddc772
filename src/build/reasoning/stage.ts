import { defineStage, ok, type Fault, type RecordDraft, type Result } from '#kernel';
import { reasoningConfigSchema, type ReasoningCatalogue, type ReasoningConfig } from './contract.ts';
import { votesPerLevel } from './estimate-calls.ts';

const catalogue: ReasoningCatalogue = {
  kinds: [
    { kind: 'direct', says: 'Asks once.', parameters: [], calls: '1' },
    {
      kind: 'chain-of-thought',
      says: 'Asks for the steps and takes the final answer out of them.',
      parameters: [],
      calls: '1',
    },
    {
      kind: 'self-consistency',
      says: 'Samples several answers and takes the majority; stops early when enough agree.',
      parameters: ['samples', 'agreeing', 'temperature'],
      calls: 'agreeing to samples',
    },
    {
      kind: 'tree-of-thought',
      says: 'Searches over partial lines of thought, level by level.',
      parameters: ['breadth', 'depth', 'branches'],
      calls: `at most 2 + depth * ${votesPerLevel} + (depth - 1) * breadth`,
    },
  ],
};

const run = async (): Promise<Result<readonly RecordDraft[], Fault>> =>
  ok([{ type: 'reasoning/catalogue', body: catalogue, inputs: [] }]);

/** Writes down the ways of reasoning a strategy can choose from, with their cost in model calls. */
export const reasoningStage = defineStage<ReasoningConfig, object>({
  name: 'reasoning',
  phase: 'build',
  question: 'How is the model made to think, and what does that cost?',
  reads: [],
  writes: ['reasoning/catalogue'],
  config: reasoningConfigSchema,
  run,
});
