import { z } from 'zod';
import type { Json } from '#kernel';
import type { Message, Usage } from '../contract.ts';
import type { CompletionRequest } from '../port.ts';
import { usageOfReport } from '../usage/report.ts';

/** The parts of the OpenAI chat completions format that are read; minimal, because servers differ. */
const callPartSchema = z.object({
  index: z.number().int().nonnegative().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

export const wholeSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), tool_calls: z.array(callPartSchema).nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.unknown().optional(),
});

export const chunkSchema = z.object({
  choices: z.array(
    z.object({
      delta: z.object({ content: z.string().nullish(), tool_calls: z.array(callPartSchema).nullish() }).nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
  usage: z.unknown().optional(),
});

export type WireCallPart = z.infer<typeof callPartSchema>;

/** Our usage of a provider's; a provider that reports none is counted as zero. */
export const readUsage = (usage: unknown): Usage =>
  usageOfReport('openai-chat', usage) ?? { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

const wireMessage = ({ role, content, toolCalls, toolCallId }: Message): Json => ({
  role,
  content,
  ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  ...(toolCalls === undefined || toolCalls.length === 0
    ? {}
    : {
        tool_calls: toolCalls.map(({ id, name, arguments: text }) => ({
          id,
          type: 'function',
          function: { name, arguments: text },
        })),
      }),
});

/** The body of a call. */
export const wireRequest = (model: string, request: CompletionRequest, stream: boolean): Json => ({
  model,
  messages: request.messages.map(wireMessage),
  max_tokens: request.maxTokens,
  temperature: request.temperature,
  ...(request.seed === undefined ? {} : { seed: request.seed }),
  ...(request.stop === undefined ? {} : { stop: request.stop }),
  ...(request.tools === undefined || request.tools.length === 0
    ? {}
    : { tools: request.tools.map((tool) => ({ type: 'function', function: { ...tool } })) }),
  ...(request.responseSchema === undefined
    ? {}
    : {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', schema: request.responseSchema, strict: true },
        },
      }),
  ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
});
