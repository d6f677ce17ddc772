import { z } from 'zod';
import { invalidArgument, noSuchMethod } from './google-errors.ts';
import { answerMessages } from './anthropic-reply.ts';
import type { SeenCall, WireAnswer } from './wire-server.ts';

/** The Messages API as Vertex AI takes it: the model is in the address, and the version in the body. */
const requestSchema = z.looseObject({
  anthropic_version: z.literal('vertex-2023-10-16'),
  model: z.never().optional(),
  max_tokens: z.number().int().positive(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']) })).min(1),
  stream: z.boolean().optional(),
});

export const answerAnthropic = (
  answer: WireAnswer,
  seen: SeenCall,
  { model, method }: { readonly model: string; readonly method: string },
): Response => {
  const request = requestSchema.safeParse(seen.body);
  if (!request.success) throw invalidArgument(request.error.issues.map(({ message }) => message).join('; '));
  const isStream = method === 'streamRawPredict';
  if (isStream ? request.data.stream !== true : method !== 'rawPredict') throw noSuchMethod(method);
  return answerMessages({ model, id: 'msg_vrtx_01AbCdEf' }, isStream, { answer, seen });
};
