import {
  defineStage,
  err,
  ok,
  type Fault,
  type RecordDraft,
  type Result,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { Charter } from '#plan/charter/contract';
import type { Dataset } from '#build/data/contract';
import type { GuardrailsPolicy } from '#build/guardrails/contract';
import type { IndexRecord } from '#build/knowledge/contract';
import type { Selection } from '#build/models/contract';
import type { Prompt } from '#build/prompts/contract';
import type { ToolRecord } from '#build/tools/contract';
import { builtInCandidates } from './built-in-candidates.ts';
import { strategyConfigSchema, type Candidate, type Strategy, type StrategyConfig } from './contract.ts';
import { createCandidate, type CandidateParts } from './create-candidate.ts';
import { strategyFaults } from './errors.ts';

const reads = [
  'charter/charter',
  'models/selection',
  'data/dataset',
  'knowledge/index',
  'prompts/prompt',
  'guardrails/policy',
  'tools/tool',
];

interface Read {
  readonly parts: CandidateParts;
  readonly policy: GuardrailsPolicy;
  readonly inputs: readonly string[];
}

const readRecords = ({ read }: StageInput<StrategyConfig>): Result<Read, Fault> => {
  const missing = (noun: string) => err(strategyFaults.fault('STRATEGY_INPUT_MISSING', { noun }));
  const [index] = read<IndexRecord>('knowledge/index');
  const [selection] = read<Selection>('models/selection');
  const [policy] = read<GuardrailsPolicy>('guardrails/policy');
  const [dataset] = read<Dataset>('data/dataset');
  if (index === undefined) return missing('knowledge/index');
  if (selection === undefined) return missing('models/selection');
  if (policy === undefined) return missing('guardrails/policy');
  const prompts = read<Prompt>('prompts/prompt');
  const tools = read<ToolRecord>('tools/tool');
  const charters = read<Charter>('charter/charter');
  const used: readonly StoredRecord[] = [
    ...charters,
    selection,
    ...(dataset === undefined ? [] : [dataset]),
    index,
    ...prompts,
    policy,
    ...tools,
  ];
  const parts = {
    index,
    prompts,
    tools,
    selection: selection.body,
    ...(dataset !== undefined && { datasetRecord: dataset.hash }),
  };
  return ok({ parts, policy: policy.body, inputs: used.map(({ hash }) => hash) });
};

const strategiesOf = (
  { parts, policy }: Read,
  config: StrategyConfig,
): readonly (readonly [Strategy, Candidate['origin']])[] => {
  const own = new Map(config.candidates.map((strategy) => [strategy.name, strategy]));
  const usable = parts.selection.chat.filter(({ available }) => available);
  const speed = usable[0]?.tokensPerSecond;
  const builtIn = builtInCandidates({
    chatModelIds: usable.map(({ id }) => id),
    ...(speed !== undefined && { tokensPerSecond: speed }),
    tools: parts.tools.map(({ body }) => body.name),
    guardrails: { input: policy.input, output: policy.output },
  }).filter(({ name }) => !own.has(name) && !config.without.includes(name));
  return [
    ...builtIn.map((strategy) => [strategy, 'built-in'] as const),
    ...config.candidates.map((strategy) => [strategy, 'project'] as const),
  ];
};

const run = async (
  _deps: object,
  input: StageInput<StrategyConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const given = readRecords(input);
  if (!given.ok) return given;
  const { parts, policy, inputs } = given.value;
  const drafts: RecordDraft[] = [];
  for (const [strategy, origin] of strategiesOf(given.value, input.config)) {
    const guarded = { ...strategy, guardrails: strategy.guardrails ?? { input: policy.input, output: policy.output } };
    const candidate = createCandidate(parts, guarded, origin);
    if (!candidate.ok) return candidate;
    drafts.push({ type: 'strategy/candidate', body: candidate.value, inputs });
  }
  return drafts.length === 0 ? err(strategyFaults.fault('STRATEGY_NO_CANDIDATE')) : ok(drafts);
};

/** Resolves every strategy of the project into a candidate that can be compiled, compared and released. */
export const strategyStage = defineStage<StrategyConfig, object>({
  name: 'strategy',
  phase: 'build',
  question: 'Which ways of answering are compared?',
  reads,
  writes: ['strategy/candidate'],
  config: strategyConfigSchema,
  run,
});
