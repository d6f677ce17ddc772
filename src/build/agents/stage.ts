import { defineStage, ok, type Fault, type RecordDraft, type Result, type StageInput } from '#kernel';
import type { ToolRecord } from '#build/tools/contract';
import { agentsConfigSchema, agentSchema, type AgentsCatalogue, type AgentsConfig } from './contract.ts';

const run = async (
  _deps: object,
  { read }: StageInput<AgentsConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const tools = read<ToolRecord>('tools/tool');
  const { maximumSteps, maximumMs, maximumUsd } = agentSchema.parse({ tools: ['any'] });
  const body: AgentsCatalogue = {
    tools: tools.map(({ body: { name } }) => name),
    defaults: { maximumSteps, maximumMs, maximumUsd },
    calls: '1 to maximumSteps',
    endings: ['the model answers', 'step, time or cost budget used up', 'tools called wrongly twice'],
  };
  return ok([{ type: 'agents/catalogue', body, inputs: tools.map(({ hash }) => hash) }]);
};

/** Writes down what an agent of this project may use and what its loop costs at the most. */
export const agentsStage = defineStage<AgentsConfig, object>({
  name: 'agents',
  phase: 'build',
  question: 'What may an agent do, for how long, and for how much?',
  reads: ['tools/tool'],
  writes: ['agents/catalogue'],
  config: agentsConfigSchema,
  run,
});
