import { z } from 'zod';
import { err, ok, type Json, type Result } from '#kernel';
import type { Message } from './contract.ts';
import type { ToolSpecification } from './port.ts';

/** What a small model may say when it has tools: a call, or the final answer. */
export const toolSchema = (tools: readonly ToolSpecification[]): Json => ({
  oneOf: [
    ...tools.map(({ name, parameters }) => ({
      type: 'object',
      properties: { tool: { const: name }, arguments: parameters },
    })),
    { type: 'object', properties: { answer: { type: 'string' } } },
  ],
});

const instructionsOf = (tools: readonly ToolSpecification[]): string =>
  [
    'You can use these tools:',
    ...tools.map(
      ({ name, description, parameters }) => `- ${name}: ${description} Arguments: ${JSON.stringify(parameters)}`,
    ),
    'Reply with JSON only: {"tool": name, "arguments": {...}} to use a tool, or {"answer": "..."} when you know the answer.',
  ].join('\n');

/** The messages with the tools described in the system message. */
export const withTools = (messages: readonly Message[], tools: readonly ToolSpecification[]): readonly Message[] => {
  const [first, ...rest] = messages;
  const instructions = instructionsOf(tools);
  if (first?.role === 'system') return [{ ...first, content: `${first.content}\n\n${instructions}` }, ...rest];
  return [{ role: 'system', content: instructions }, ...messages];
};

const replySchema = z.union([
  z.object({ tool: z.string(), arguments: z.record(z.string(), z.json()).default({}) }),
  z.object({ answer: z.string() }),
]);

export type ToolReply = { readonly answer: string } | { readonly name: string; readonly arguments: string };

const parseJson = (text: string): Result<unknown, string> => {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(`it is not JSON: ${text.slice(0, 120)}`);
  }
};

/** Reads what the model said under `toolSchema`; the error says what is wrong with it. */
export const parseToolReply = (text: string, tools: readonly ToolSpecification[]): Result<ToolReply, string> => {
  const json = parseJson(text);
  if (!json.ok) return json;
  const reply = replySchema.safeParse(json.value);
  if (!reply.success) return err('it is neither a tool call nor an answer');
  if ('answer' in reply.data) return ok({ answer: reply.data.answer });
  const name = reply.data.tool;
  if (!tools.some((tool) => tool.name === name)) return err(`there is no tool ${name}`);
  return ok({ name, arguments: JSON.stringify(reply.data.arguments) });
};
