import { z } from 'zod';
import { err, ok, usdFromNano, type Fault, type Result } from '#kernel';
import { answerCall } from './answer-call.ts';
import type { AnswerDeps, Answered } from './answer-chat.ts';

/** What `throughline ask --json` prints. */
export const askReplySchema = z.object({
  answer: z.string(),
  citations: z.array(z.object({ source: z.string(), heading: z.string(), quote: z.string() })),
  /** Null when a preview answered. */
  release: z.string().nullable(),
  traceId: z.string(),
  latencyMs: z.number(),
  costUsd: z.number(),
  refused: z.literal(true).optional(),
  preview: z.literal(true).optional(),
  canary: z.literal(true).optional(),
});

export type AskReply = z.infer<typeof askReplySchema>;

export interface AskOptions {
  /** A model name; when absent the active release, or the preview while there is none. */
  readonly model?: string;
  readonly signal?: AbortSignal;
  readonly actor?: string;
}

const toReply = ({ answer, served, traceId, latencyMs }: Answered): AskReply => ({
  answer: answer.text,
  citations: answer.refused ? [] : answer.citations.map(({ source, heading, quote }) => ({ source, heading, quote })),
  release: served.release ?? null,
  traceId,
  latencyMs: Math.round(latencyMs),
  costUsd: usdFromNano(answer.costNano),
  ...(answer.refused ? { refused: true } : {}),
  ...(served.arm === 'preview' ? { preview: true } : {}),
  ...(served.arm === 'canary' ? { canary: true } : {}),
});

const askModel = async (
  deps: AnswerDeps,
  question: string,
  { model = 'throughline', signal, actor = 'command' }: AskOptions,
): Promise<Result<AskReply, Fault>> => {
  const call = {
    request: { model, messages: [{ role: 'user' as const, content: question }] },
    headers: {},
    actor,
    signal: signal ?? new AbortController().signal,
  };
  const answered = await answerCall(deps, call);
  if (!answered.ok) return answered;
  const { value } = answered;
  return value.answered.ok ? ok(toReply(value.answered.value)) : value.answered;
};

/** Asks one question as a caller of `/v1` would, without HTTP; a candidate answers while nothing is released. */
export const askOnce = async (
  deps: AnswerDeps,
  question: string,
  options: AskOptions = {},
): Promise<Result<AskReply, Fault>> => {
  const reply = await askModel(deps, question, options);
  if (reply.ok || options.model !== undefined || reply.error.code !== 'SERVE_NO_RELEASE') return reply;
  const preview = await askModel(deps, question, { ...options, model: 'preview' });
  return !preview.ok && preview.error.code === 'SERVE_NO_PREVIEW' ? err(reply.error) : preview;
};
