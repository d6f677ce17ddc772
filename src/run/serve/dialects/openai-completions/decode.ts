import { z } from 'zod';
import { err, ok, type Fault, type Result } from '#kernel';
import { commonOptions } from '../common-options.ts';
import { ignoredFields } from '../ignored-fields.ts';
import { isAsked, present } from '../json-value.ts';
import { parseBody, unsupported } from '../parse-body.ts';
import type { DecodedCall, JsonObject } from '../port.ts';
import { maybe, stopSchema } from '../schema-parts.ts';

const completionsSchema = z.object({
  prompt: z.union([z.string(), z.tuple([z.string()])], 'expected one text; send a request for each prompt'),
  max_tokens: maybe(z.number().int().positive()),
  temperature: maybe(z.number()),
  top_p: maybe(z.number()),
  presence_penalty: maybe(z.number()),
  frequency_penalty: maybe(z.number()),
  seed: maybe(z.number().int()),
  stop: stopSchema,
  user: maybe(z.string()),
  n: maybe(z.literal(1, 'a translated call has one choice')),
  best_of: maybe(z.literal(1, 'a translated call has one choice')),
});

const used: ReadonlySet<string> = new Set([
  ...Object.keys(completionsSchema.shape),
  'model',
  'stream',
  'stream_options',
  'metadata',
]);

/** Fields that only a model which continues text can follow. */
const refused = ['suffix', 'echo'] as const;

/** A completion request in the AI SDK's terms: the prompt is one message of the user. */
export const decodeCompletions = (given: JsonObject): Result<DecodedCall, Fault> => {
  const field = refused.find((name) => isAsked(given[name]));
  if (field !== undefined)
    return err(unsupported(field, 'The model holds conversations and does not continue text.', 'Leave it out.'));
  const parsed = parseBody('Completions', completionsSchema, given);
  if (!parsed.ok) return parsed;
  const { prompt, stop, user, ...body } = parsed.value;
  return ok({
    ignored: ignoredFields(given, used),
    options: {
      prompt: [{ role: 'user', content: [{ type: 'text', text: typeof prompt === 'string' ? prompt : prompt[0] }] }],
      ...present({
        maxOutputTokens: body.max_tokens,
        temperature: body.temperature,
        topP: body.top_p,
        presencePenalty: body.presence_penalty,
        frequencyPenalty: body.frequency_penalty,
        seed: body.seed,
        stopSequences: stop,
      }),
      providerOptions: commonOptions({ user: user, hasTools: false }),
    },
  });
};
