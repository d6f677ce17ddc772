import type { Fault, Result } from '#kernel';
import type { ChatModel } from '#build/models';
import type { Completion, Message, Usage } from '#build/models/contract';
import type { PromptsDep } from '#build/prompts';

/** What there is to answer, already rendered. */
export interface ReasoningTask {
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onDelta?: (text: string) => void;
}

export interface ReasoningDeps extends PromptsDep {
  readonly model: ChatModel;
}

/** The answer that reasoning came to, with what it took. */
export interface Reasoned {
  readonly text: string;
  /** Answers that were voted on, or the steps that led to the answer. */
  readonly steps: readonly string[];
  readonly modelCalls: number;
  readonly usage: Usage;
  readonly costNano: number;
}

export type Reason = (deps: ReasoningDeps, task: ReasoningTask) => Promise<Result<Reasoned, Fault>>;

/** Adds up what several completions took. */
export const sumCompletions = (
  completions: readonly Completion[],
): Pick<Reasoned, 'modelCalls' | 'usage' | 'costNano'> => ({
  modelCalls: completions.length,
  usage: {
    inputTokens: completions.reduce((sum, { usage }) => sum + usage.inputTokens, 0),
    cachedInputTokens: completions.reduce((sum, { usage }) => sum + usage.cachedInputTokens, 0),
    outputTokens: completions.reduce((sum, { usage }) => sum + usage.outputTokens, 0),
  },
  costNano: completions.reduce((sum, { costNano }) => sum + costNano, 0),
});

/** The task with one more instruction at the end of its last user message. */
export const withInstruction = (messages: readonly Message[], instruction: string): readonly Message[] => {
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', content: instruction }];
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${instruction}` }];
};

/** Renders a prompt that consists of an instruction. */
export const renderInstruction = async (
  { prompts }: PromptsDep,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Result<string, Fault>> => {
  const rendered = await prompts.render(name, variables);
  return rendered.ok ? { ok: true, value: rendered.value.map(({ content }) => content).join('\n\n') } : rendered;
};
