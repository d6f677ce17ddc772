import { err, ok, type Fault, type Result } from '#kernel';
import type { Completion, ModelCard } from '../contract.ts';
import { costOf } from '../cost-of.ts';
import { fault } from '../errors.ts';
import { finishReasonOf, type Reply } from './openai-reply.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const checkReply = (id: string, reply: Reply): Fault | undefined => {
  if (reply.text.trim() === '' && reply.calls.length === 0) return fault('MODELS_EMPTY_ANSWER', { id });
  const broken = reply.calls.find((call) => call.name === '' || !isJson(call.arguments === '' ? '{}' : call.arguments));
  if (broken === undefined) return undefined;
  const message = `The arguments of ${broken.name || 'a call without a name'} are not JSON: ${broken.arguments.slice(0, 120)}`;
  return fault('MODELS_TOOL_CALL_MALFORMED', { id, message });
};

/** The completion of a reply that is one; an empty answer and a call that cannot be read are faults. */
export const finishReply = (card: ModelCard, reply: Reply, durationMs: number): Result<Completion, Fault> => {
  const problem = checkReply(card.id, reply);
  if (problem !== undefined) return err(problem);
  return ok({
    text: reply.text,
    toolCalls: reply.calls.map((call, index) => ({
      id: call.id === '' ? `call-${index + 1}` : call.id,
      name: call.name,
      arguments: call.arguments === '' ? '{}' : call.arguments,
    })),
    finishReason: finishReasonOf(reply),
    usage: reply.usage,
    durationMs,
    costNano: costOf(card, reply.usage),
  });
};
