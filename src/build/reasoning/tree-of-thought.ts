import { ok, type Fault, type Result } from '#kernel';
import type { Completion } from '#build/models/contract';
import type { Reasoning } from './contract.ts';
import { votesPerLevel } from './estimate-calls.ts';
import {
  renderInstruction,
  sumCompletions,
  withInstruction,
  type Reason,
  type ReasoningDeps,
  type ReasoningTask,
} from './task.ts';

type Thoughts = readonly string[];

/** Calls the model and keeps every completion for the account. */
type Ask = (
  name: string,
  variables: Readonly<Record<string, unknown>>,
  seed?: number,
) => Promise<Result<string, Fault>>;

const createAsk =
  (deps: ReasoningDeps, task: ReasoningTask, completions: Completion[]): Ask =>
  async (name, variables, seed = task.seed) => {
    const instruction = await renderInstruction(deps, name, variables);
    if (!instruction.ok) return instruction;
    const { maxTokens, temperature, signal } = task;
    const request = { messages: withInstruction(task.messages, instruction.value), maxTokens, temperature, seed };
    const completed = await deps.model.complete(request, { ...(signal && { signal }) });
    if (!completed.ok) return completed;
    completions.push(completed.value);
    return ok(completed.value.text);
  };

/** The list items of a reply, without their numbers. */
export const parseThoughts = (reply: string, most: number): Thoughts =>
  reply
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d{1,2}[.):]|[-*])\s*/, '').trim())
    .filter((line) => line !== '')
    .slice(0, most);

const propose = async (
  ask: Ask,
  states: readonly Thoughts[],
  branches: number,
): Promise<Result<readonly Thoughts[], Fault>> => {
  const next = new Map<string, Thoughts>();
  for (const thoughts of states) {
    const reply = await ask('propose-thought', { count: branches, thoughts });
    if (!reply.ok) return reply;
    // The same line of thought reached twice counts once.
    for (const thought of parseThoughts(reply.value, branches)) {
      const line = [...thoughts, thought];
      next.set(line.join('\n').toLowerCase(), line);
    }
  }
  return ok([...next.values()]);
};

interface Selection {
  readonly choices: readonly Thoughts[];
  readonly breadth: number;
  readonly seed: number;
}

const select = async (ask: Ask, { choices, breadth, seed }: Selection): Promise<Result<readonly Thoughts[], Fault>> => {
  if (choices.length <= 1) return ok(choices);
  const votes = choices.map(() => 0);
  const listed = choices.map((thoughts, index) => ({ number: index + 1, text: thoughts.join(' ') }));
  for (let vote = 0; vote < votesPerLevel; vote += 1) {
    const reply = await ask('vote-thought', { choices: listed }, seed + vote);
    if (!reply.ok) return reply;
    const chosen =
      Number(/best choice is\D{0,5}(\d{1,2})/i.exec(reply.value)?.[1] ?? /\d{1,2}/.exec(reply.value)?.[0] ?? 0) - 1;
    if (votes[chosen] !== undefined) votes[chosen] += 1;
  }
  const ranked = choices.map((thoughts, index) => ({ thoughts, votes: votes[index] ?? 0 }));
  return ok(
    ranked
      .toSorted((one, other) => other.votes - one.votes)
      .slice(0, breadth)
      .map(({ thoughts }) => thoughts),
  );
};

/** Breadth-first search over partial lines of thought (Yao et al. 2023): propose, vote, keep the best, conclude. */
export const reasonByTreeOfThought =
  ({ breadth, depth, branches }: Extract<Reasoning, { readonly kind: 'tree-of-thought' }>): Reason =>
  async (deps, task) => {
    const completions: Completion[] = [];
    const ask = createAsk(deps, task, completions);
    let states: readonly Thoughts[] = [[]];
    for (let level = 0; level < depth; level += 1) {
      const proposed = await propose(ask, states, branches);
      if (!proposed.ok) return proposed;
      // A model that proposes nothing more has thought enough.
      if (proposed.value.length === 0) break;
      const selected = await select(ask, { choices: proposed.value, breadth, seed: task.seed });
      if (!selected.ok) return selected;
      states = selected.value;
    }
    const thoughts = states[0] ?? [];
    const conclusion = await ask('conclude-thought', { thoughts });
    if (!conclusion.ok) return conclusion;
    return ok({ text: conclusion.value.trim(), steps: thoughts, ...sumCompletions(completions) });
  };
