import { err, ok, type ClockDep, type Fault, type Result } from '#kernel';
import type { Completion, ModelCard } from '../contract.ts';
import { costOf } from '../cost-of.ts';
import { engineFault } from '../engine-fault.ts';
import { fault } from '../errors.ts';
import { locateModel } from '../locate-model.ts';
import type {
  ChatModel,
  CompletionRequest,
  EngineAnswer,
  EngineChatRequest,
  InferenceDep,
  WeightsDep,
} from '../port.ts';
import { parseToolReply, toolSchema, withTools } from '../tool-grammar.ts';

const toEngineRequest = ({ messages, tools = [], responseSchema, ...rest }: CompletionRequest): EngineChatRequest => {
  const plain = { messages, maxTokens: rest.maxTokens, temperature: rest.temperature };
  const optional = {
    ...(rest.seed === undefined ? {} : { seed: rest.seed }),
    ...(rest.stop === undefined ? {} : { stop: rest.stop }),
  };
  if (tools.length > 0)
    return { ...plain, ...optional, messages: withTools(messages, tools), schema: toolSchema(tools) };
  return { ...plain, ...optional, ...(responseSchema === undefined ? {} : { schema: responseSchema }) };
};

type Said = Pick<Completion, 'text' | 'toolCalls' | 'finishReason'>;

const readAnswer = (id: string, request: CompletionRequest, answer: EngineAnswer): Result<Said, Fault> => {
  const { text, finishReason } = answer;
  if (text.trim() === '') return err(fault('MODELS_EMPTY_ANSWER', { id }));
  if (request.tools === undefined || request.tools.length === 0) return ok({ text, toolCalls: [], finishReason });
  const reply = parseToolReply(text, request.tools);
  if (!reply.ok)
    return err(fault('MODELS_TOOL_CALL_MALFORMED', { id, message: `The model's reply was no use: ${reply.error}.` }));
  if ('name' in reply.value)
    return ok({ text: '', toolCalls: [{ id: 'call-1', ...reply.value }], finishReason: 'tool-calls' });
  if (reply.value.answer.trim() === '') return err(fault('MODELS_EMPTY_ANSWER', { id }));
  return ok({ text: reply.value.answer, toolCalls: [], finishReason });
};

/** A chat model that runs in a child process on this machine. */
export const openLocalChat = async (
  deps: ClockDep & InferenceDep & WeightsDep,
  card: ModelCard,
): Promise<Result<ChatModel, Fault>> => {
  const located = await locateModel(deps, card);
  if (!located.ok) return located;
  const { engine, digest } = located.value;
  return ok({
    card,
    digest,
    complete: async (request, { signal, onDelta } = {}) => {
      const hasTools = request.tools !== undefined && request.tools.length > 0;
      const startedAt = deps.clock.monotonic();
      const answered = await deps.inference.chat(engine, toEngineRequest(request), {
        ...(signal === undefined ? {} : { signal }),
        // With tools the text is JSON that nobody wants to watch; the answer in it is told at the end.
        ...(onDelta === undefined || hasTools ? {} : { onDelta }),
      });
      const durationMs = deps.clock.monotonic() - startedAt;
      if (!answered.ok) return err(engineFault(card.id, answered.error));
      const said = readAnswer(card.id, request, answered.value);
      if (!said.ok) return said;
      if (hasTools && said.value.text !== '') onDelta?.(said.value.text);
      const { usage } = answered.value;
      return ok({ ...said.value, usage, durationMs, costNano: costOf(card, usage) });
    },
  });
};
