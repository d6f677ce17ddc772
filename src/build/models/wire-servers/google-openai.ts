import { z } from 'zod';
import type { Json } from '#kernel';
import { invalidArgument } from './google-errors.ts';
import { streamPieces, usualUsage, WireProblem, type SeenCall, type WireAnswer } from './wire-server.ts';

type Fields = Readonly<Record<string, Json>>;

const requestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
});

/** As Gemini counts there: `completion_tokens` leaves thoughts out, and `total_tokens` does not. */
const usageOf = ({ usage = usualUsage }: WireAnswer): Json => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens - (usage.reasoningTokens ?? 0),
  total_tokens: usage.inputTokens + usage.outputTokens,
  ...(usage.cachedInputTokens === 0 ? {} : { prompt_tokens_details: { cached_tokens: usage.cachedInputTokens } }),
});

const toolCallsOf = ({ toolCalls = [] }: WireAnswer): Fields => {
  if (toolCalls.length === 0) return {};
  const calls = toolCalls.map(({ id, name, arguments: args }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return { tool_calls: calls };
};

const finishOf = ({ toolCalls = [], finish = 'stop' }: WireAnswer): string => {
  if (toolCalls.length > 0) return 'tool_calls';
  return finish === 'filtered' ? 'content_filter' : finish;
};

const encoder = new TextEncoder();
const head = { id: 'kP8iabcdEfGhIjKl', created: 1_764_000_000, model: 'gemini-2.5-flash' };

const chunkOf = (delta: Json, finish: string | null, rest: Fields = {}): Json => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finish }],
  ...rest,
});

const answerStream = (answer: WireAnswer, seen: SeenCall, wantsUsage: boolean): Response => {
  const usage: Fields = wantsUsage ? { usage: usageOf(answer) } : {};
  const chunks = [
    ...(answer.text ?? []).map((content) => chunkOf({ role: 'assistant', content }, null)),
    ...(answer.ends === undefined || answer.ends === 'whole'
      ? [chunkOf({ role: 'assistant', ...toolCallsOf(answer) }, finishOf(answer), usage)]
      : []),
  ].map((chunk) => JSON.stringify(chunk));
  const done = answer.ends === undefined || answer.ends === 'whole' ? ['[DONE]'] : [];
  const pieces = [...chunks, ...done].map((data) => encoder.encode(`data: ${data}\n\n`));
  return new Response(streamPieces(pieces, answer, seen), { headers: { 'content-type': 'text/event-stream' } });
};

/** The OpenAI-compatible endpoint of Google: `/openai/chat/completions`. */
export const answerOpenAiChat = (answer: WireAnswer, seen: SeenCall): Response => {
  const request = requestSchema.safeParse(seen.body);
  if (!request.success) throw invalidArgument('Request contains an invalid argument.');
  const { stream = false, stream_options: options } = request.data;
  if (stream) return answerStream(answer, seen, options?.include_usage === true);
  const content = (answer.text ?? []).join('');
  return Response.json({
    ...head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, ...toolCallsOf(answer) },
        finish_reason: finishOf(answer),
      },
    ],
    usage: usageOf(answer),
  });
};

/** Errors of this endpoint stand in an array of one, unlike those of Google's own methods. */
export const wrapOpenAiErrors = async (answer: () => Response): Promise<Response> => {
  try {
    return answer();
  } catch (thrown) {
    if (!(thrown instanceof WireProblem)) throw thrown;
    const { status, headers } = thrown.response;
    return new Response(`[${await thrown.response.text()}\n]\n`, { status, headers });
  }
};
