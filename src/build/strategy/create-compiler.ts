import { err, ok, type Fault, type Result, type StoredRecord } from '#kernel';
import { datasetSchema } from '#build/data/contract';
import { guardrailsConfigSchema } from '#build/guardrails/contract';
import type { Retriever } from '#build/knowledge';
import { indexRecordSchema } from '#build/knowledge/contract';
import type { ChatModel } from '#build/models';
import { createPrompts, type PromptsDep } from '#build/prompts';
import { promptSchema, type Prompt } from '#build/prompts/contract';
import { createPackageVersion, createSearchManual, type Tool } from '#build/tools';
import { toolRecordSchema, toolsConfigSchema } from '#build/tools/contract';
import { answerQuestion } from './answer-question.ts';
import type { CompilerDeps, OpenApplication } from './application.ts';
import type { Candidate } from './contract.ts';
import { strategyFaults } from './errors.ts';
import type { CompileDep } from './port.ts';

const findRecord = async (
  { records }: CompilerDeps,
  candidate: Candidate,
  wanted: { readonly noun: string; readonly hash: string },
): Promise<Result<StoredRecord, Fault>> => {
  const record = await records.get(wanted.hash);
  return record === undefined
    ? err(strategyFaults.fault('STRATEGY_RECORD_MISSING', { ...wanted, candidate: candidate.strategy.name }))
    : ok(record);
};

const openRetriever = async (deps: CompilerDeps, candidate: Candidate): Promise<Result<Retriever, Fault>> => {
  const record = await findRecord(deps, candidate, { noun: 'index', hash: candidate.indexRecord });
  return record.ok ? deps.retrievers.open(indexRecordSchema.parse(record.value.body)) : record;
};

const openModel = async (
  { models }: CompilerDeps,
  { strategy }: Candidate,
): Promise<Result<ChatModel | undefined, Fault>> => {
  if (strategy.kind === 'extractive') return ok(undefined);
  if (strategy.model === undefined)
    return err(strategyFaults.fault('STRATEGY_MODEL_MISSING', { strategy: strategy.name, kind: strategy.kind }));
  return models.chat(strategy.model.id);
};

const openPrompts = async (deps: CompilerDeps, candidate: Candidate): Promise<Result<PromptsDep['prompts'], Fault>> => {
  const prompts: Prompt[] = [];
  for (const [name, hash] of Object.entries(candidate.promptRecords ?? {})) {
    const record = await findRecord(deps, candidate, { noun: `prompt "${name}"`, hash });
    if (!record.ok) return record;
    prompts.push(promptSchema.parse(record.value.body));
  }
  return ok(createPrompts(prompts));
};

/** The time a tool may take, as the project said when the candidate was made; the default for older candidates. */
const readTimeout = async (deps: CompilerDeps, candidate: Candidate, tool: string): Promise<Result<number, Fault>> => {
  const hash = candidate.toolRecords?.[tool];
  if (hash === undefined) return ok(toolsConfigSchema.parse({}).timeoutMs);
  const record = await findRecord(deps, candidate, { noun: `tool "${tool}"`, hash });
  return record.ok ? ok(toolRecordSchema.parse(record.value.body).timeoutMs) : record;
};

const openTool = async (
  deps: CompilerDeps,
  candidate: Candidate,
  { name, retriever }: { readonly name: string; readonly retriever: Retriever },
): Promise<Result<Tool, Fault>> => {
  const time = await readTimeout(deps, candidate, name);
  if (!time.ok) return time;
  const timeoutMs = time.value;
  if (name === 'search_manual') return ok(createSearchManual({ retriever, timeoutMs }));
  if (name !== 'package_version')
    return err(strategyFaults.fault('STRATEGY_TOOL_MISSING', { strategy: candidate.strategy.name, tool: name }));
  const record = await findRecord(deps, candidate, { noun: 'dataset', hash: candidate.datasetRecord ?? 'none' });
  if (!record.ok) return record;
  return ok(createPackageVersion({ documents: datasetSchema.parse(record.value.body).documents, timeoutMs }));
};

const openTools = async (
  deps: CompilerDeps,
  candidate: Candidate,
  retriever: Retriever,
): Promise<Result<readonly Tool[], Fault>> => {
  const tools: Tool[] = [];
  for (const name of candidate.strategy.kind === 'agent' ? (candidate.strategy.agent?.tools ?? []) : []) {
    const tool = await openTool(deps, candidate, { name, retriever });
    if (!tool.ok) return tool;
    tools.push(tool.value);
  }
  return ok(tools);
};

/**
 * Makes the compiler: it opens what a candidate needs (index, prompts, model, tools) and returns the application.
 * Give a `journal` in evaluation only, so that no model call is paid for twice; serving must not journal.
 */
export const createCompiler = (deps: CompilerDeps): CompileDep => ({
  compile: async (candidate) => {
    const retriever = await openRetriever(deps, candidate);
    if (!retriever.ok) return retriever;
    const model = await openModel(deps, candidate);
    if (!model.ok) return model;
    const prompts = await openPrompts(deps, candidate);
    if (!prompts.ok) return prompts;
    const tools = await openTools(deps, candidate, retriever.value);
    if (!tools.ok) return tools;
    const app: OpenApplication = {
      candidate,
      guardrails: candidate.strategy.guardrails ?? guardrailsConfigSchema.parse({}),
      retriever: retriever.value,
      ...(model.value !== undefined && { model: model.value }),
      prompts: prompts.value,
      tools: tools.value,
    };
    return ok({ candidate, answer: (question, options = {}) => answerQuestion(deps, app, { question, options }) });
  },
});
