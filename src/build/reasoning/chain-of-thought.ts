import { ok } from '#kernel';
import { answerMarker, extractAnswer } from './extract-answer.ts';
import { renderInstruction, sumCompletions, withInstruction, type Reason } from './task.ts';

/** Asks for the steps first and takes the final answer out of them (Kojima et al. 2022, one call instead of two). */
export const reasonByChainOfThought: Reason = async (deps, { messages, maxTokens, temperature, seed, signal }) => {
  const instruction = await renderInstruction(deps, 'chain-of-thought', { ending: answerMarker });
  if (!instruction.ok) return instruction;
  const request = { messages: withInstruction(messages, instruction.value), maxTokens, temperature, seed };
  const completed = await deps.model.complete(request, { ...(signal && { signal }) });
  if (!completed.ok) return completed;
  const { text } = completed.value;
  return ok({ text: extractAnswer(text), steps: [text], ...sumCompletions([completed.value]) });
};
