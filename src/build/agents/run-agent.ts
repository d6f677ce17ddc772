import {
  err,
  FaultError,
  isFaultError,
  ok,
  type ClockDep,
  type Fault,
  type JournalDep,
  type Json,
  type Result,
} from '#kernel';
import type { ChatModel } from '#build/models';
import { completionSchema, type Completion, type Message, type Usage } from '#build/models/contract';
import { callTool, type Tool } from '#build/tools';
import { exhaustedBudget } from './budget.ts';
import type { Agent } from './contract.ts';
import { decideStep } from './decide-step.ts';
import { agentsFaults } from './errors.ts';

export interface AgentDeps extends ClockDep, Partial<JournalDep> {
  readonly model: ChatModel;
  readonly tools: readonly Tool[];
}

export interface AgentTask {
  readonly budget: Agent;
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Whose steps these are, in the journal. */
  readonly journalKey: { readonly candidateId: string; readonly repeat: number };
  /** Wraps a tool call, for instance in a span. */
  readonly aroundTool?: (name: string, work: () => Promise<Result<Json, Fault>>) => Promise<Result<Json, Fault>>;
}

export interface ToolUse {
  readonly name: string;
  readonly arguments: string;
  readonly result: Result<Json, Fault>;
}

export interface AgentRun {
  readonly text: string;
  readonly toolUses: readonly ToolUse[];
  readonly usage: Usage;
  readonly costNano: number;
  readonly modelCalls: number;
}

interface Loop {
  readonly deps: AgentDeps;
  readonly task: AgentTask;
  readonly messages: Message[];
  readonly completions: Completion[];
  readonly toolUses: ToolUse[];
  mistakes: number;
}

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** Does the work once for this conversation, whatever is killed in between; failures are not remembered. */
const once = async (
  loop: Loop,
  step: string,
  work: () => Promise<Result<Json, Fault>>,
): Promise<Result<Json, Fault>> => {
  const { journal, model } = loop.deps;
  if (journal === undefined) return work();
  const inputs = { ...loop.task.journalKey, model: model.digest, conversation: loop.messages };
  try {
    const value = await journal.once({ step, inputs }, async () => {
      const done = await work();
      if (!done.ok) throw new FaultError(done.error);
      return done.value;
    });
    return ok(value);
  } catch (thrown) {
    if (isFaultError(thrown)) return err(thrown.fault);
    throw thrown;
  }
};

const nextStep = async (loop: Loop, mayCallTools: boolean): Promise<Result<Completion, Fault>> => {
  const { deps, task } = loop;
  const { maxTokens, temperature, seed, signal } = task;
  const done = await once(loop, 'agents/step', async () => {
    const completed = await decideStep(deps.model, {
      messages: loop.messages,
      tools: mayCallTools ? deps.tools : [],
      maxTokens,
      temperature,
      seed,
      signal,
    });
    return completed.ok ? ok(toJson(completed.value)) : completed;
  });
  return done.ok ? ok(completionSchema.parse(done.value)) : done;
};

const isMistake = ({ code }: Fault): boolean => code === 'TOOLS_UNKNOWN' || code === 'TOOLS_ARGUMENTS_INVALID';

const useTool = async (loop: Loop, call: Completion['toolCalls'][number]): Promise<ToolUse> => {
  const { deps, task } = loop;
  const repeated = loop.toolUses.find(({ name, arguments: given }) => name === call.name && given === call.arguments);
  if (repeated !== undefined) return repeated;
  const run = () => once(loop, `agents/tool-${call.name}`.slice(0, 80), () => callTool(deps.tools, call, task.signal));
  const result = await (task.aroundTool?.(call.name, run) ?? run());
  return { name: call.name, arguments: call.arguments, result };
};

const tell = (loop: Loop, { name, result }: ToolUse): string => {
  if (!result.ok) return `Error: ${result.error.what} ${result.error.remedy}`;
  const tool = loop.deps.tools.find((one) => one.name === name);
  return tool?.show?.(result.value) ?? JSON.stringify(result.value);
};

const countMistake = (loop: Loop, problem: string): Fault | undefined => {
  loop.mistakes += 1;
  return loop.mistakes > 1 ? agentsFaults.fault('AGENTS_TOOL_CALL_MALFORMED', { problem }) : undefined;
};

/** Runs the calls of one step in order; every call gets exactly one result. Undefined when the loop may go on. */
const useTools = async (loop: Loop, { text, toolCalls }: Completion): Promise<Fault | undefined> => {
  const results: Message[] = [];
  let problem = '';
  for (const call of toolCalls) {
    const use = await useTool(loop, call);
    loop.toolUses.push(use);
    if (!use.result.ok && isMistake(use.result.error)) problem = use.result.error.what;
    results.push({ role: 'tool', content: tell(loop, use), toolCallId: call.id });
  }
  loop.messages.push({ role: 'assistant', content: text, toolCalls: [...toolCalls] }, ...results);
  if (problem === '') return undefined;
  return countMistake(loop, problem);
};

/** A tool call that cannot even be read is told back like any other wrong one; other failures end the loop. */
const tellUnreadable = (loop: Loop, fault: Fault): Fault | undefined => {
  if (fault.code !== 'MODELS_TOOL_CALL_MALFORMED') return fault;
  const content = `Your tool call could not be read: ${fault.what} Call a tool with valid JSON arguments, or answer.`;
  loop.messages.push({ role: 'user', content });
  return countMistake(loop, fault.what);
};

const finish = ({ completions, toolUses }: Loop, text: string): AgentRun => ({
  text,
  toolUses,
  modelCalls: completions.length,
  costNano: completions.reduce((sum, { costNano }) => sum + costNano, 0),
  usage: {
    inputTokens: completions.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
    cachedInputTokens: completions.reduce((sum, { usage }) => sum + usage.cachedInputTokens, 0),
    outputTokens: completions.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
  },
});

/**
 * Runs a tool loop until the model answers or a budget is used up. The last step is asked without tools, so that
 * it must answer. With a journal a killed run goes on where it was: no model call is made twice.
 */
export const runAgent = async (deps: AgentDeps, task: AgentTask): Promise<Result<AgentRun, Fault>> => {
  const loop: Loop = { deps, task, messages: [...task.messages], completions: [], toolUses: [], mistakes: 0 };
  const started = deps.clock.monotonic();
  for (let steps = 0; ; steps += 1) {
    const costNano = loop.completions.reduce((sum, completion) => sum + completion.costNano, 0);
    const exhausted = exhaustedBudget(task.budget, { steps, ms: deps.clock.monotonic() - started, costNano });
    if (exhausted !== undefined) return err(agentsFaults.fault('AGENTS_BUDGET_EXHAUSTED', { ...exhausted }));
    const completed = await nextStep(loop, steps < task.budget.maximumSteps - 1);
    if (completed.ok) loop.completions.push(completed.value);
    if (completed.ok && completed.value.toolCalls.length === 0) return ok(finish(loop, completed.value.text.trim()));
    const ended = completed.ok ? await useTools(loop, completed.value) : tellUnreadable(loop, completed.error);
    if (ended !== undefined) return err(ended);
  }
};
