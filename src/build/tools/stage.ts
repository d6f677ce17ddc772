import { defineStage, ok, type Fault, type RecordDraft, type Result, type StageInput } from '#kernel';
import { toolsConfigSchema, type ToolRecord, type ToolsConfig } from './contract.ts';
import { packageVersionSpecification } from './package-version.ts';
import { searchManualSpecification } from './search-manual.ts';

const specifications = [searchManualSpecification, packageVersionSpecification];

const run = async (
  _deps: object,
  { config }: StageInput<ToolsConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const enabled = specifications.filter(({ name }) => config.enabled.includes(name));
  return ok(
    enabled.map((specification) => {
      const body: ToolRecord = { ...specification, timeoutMs: config.timeoutMs };
      return { type: 'tools/tool', body, inputs: [] };
    }),
  );
};

/** Writes down the tools that agents of this project may use. */
export const toolsStage = defineStage<ToolsConfig, object>({
  name: 'tools',
  phase: 'build',
  question: 'What may an agent do besides talking?',
  reads: [],
  writes: ['tools/tool'],
  config: toolsConfigSchema,
  run,
});
