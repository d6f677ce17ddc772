import { ok, type Fault, type Json, type Result } from '#kernel';
import { z } from 'zod';
import type { ChatModel, CompletionRequest } from '#build/models';
import type { Completion, Message } from '#build/models/contract';
import type { Tool } from '#build/tools';

export interface StepRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const actionSchema = z.object({
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()).optional(),
  answer: z.string().optional(),
});

const answerTool = 'answer';

const actionJsonSchema = (tools: readonly Tool[]): Json => ({
  type: 'object',
  oneOf: [
    ...tools.map(({ name, parameters }): Json => ({
      type: 'object',
      properties: { tool: { const: name }, arguments: parameters },
      required: ['tool', 'arguments'],
    })),
    {
      type: 'object',
      properties: { tool: { const: answerTool }, answer: { type: 'string' } },
      required: ['tool', 'answer'],
    },
  ],
});

const instruction =
  'Reply with JSON only: {"tool": "NAME", "arguments": {...}} to call a tool, or {"tool": "answer", "answer": "..."} to finish.';

/** Reads a JSON action as if the model had called a tool by itself. */
const readAction = (completion: Completion): Completion => {
  try {
    const action = actionSchema.parse(JSON.parse(completion.text));
    if (action.tool === answerTool) return { ...completion, text: action.answer ?? '', toolCalls: [] };
    const call = { id: 'call', name: action.tool, arguments: JSON.stringify(action.arguments ?? {}) };
    return { ...completion, text: '', toolCalls: [call], finishReason: 'tool-calls' };
  } catch {
    // Prose instead of JSON is an answer.
    return completion;
  }
};

const asPlainTurn = (message: Message): Message => {
  if (message.role === 'tool') return { role: 'user', content: `Tool result:\n${message.content}` };
  const [call] = message.toolCalls ?? [];
  return call === undefined
    ? message
    : { role: 'assistant', content: `{"tool":"${call.name}","arguments":${call.arguments}}` };
};

const plainRequest = ({ messages, tools, maxTokens, temperature, seed }: StepRequest): CompletionRequest => {
  const turns = messages.map(asPlainTurn);
  if (tools.length === 0) return { messages: turns, maxTokens, temperature, seed };
  const told = [
    ...turns.slice(0, -1),
    ...turns.slice(-1).map((turn) => ({ ...turn, content: `${turn.content}\n\n${instruction}` })),
  ];
  return { messages: told, maxTokens, temperature, seed, responseSchema: actionJsonSchema(tools) };
};

/** Asks the model for its next step; one without tool calls of its own writes an action that its grammar holds to a schema. */
export const decideStep = async (model: ChatModel, step: StepRequest): Promise<Result<Completion, Fault>> => {
  const { messages, tools, maxTokens, temperature, seed, signal } = step;
  if (model.card.tools) {
    const specifications = tools.map(({ name, description, parameters }) => ({ name, description, parameters }));
    const request = {
      messages,
      maxTokens,
      temperature,
      seed,
      ...(specifications.length > 0 && { tools: specifications }),
    };
    return model.complete(request, { signal });
  }
  const completed = await model.complete(plainRequest(step), { signal });
  return completed.ok ? ok(readAction(completed.value)) : completed;
};
