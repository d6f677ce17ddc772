import { z } from 'zod';
import type { LanguageModelV4ReasoningPart, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { reasoningMarks, redactedReasoning, signedReasoning } from './reasoning-part.ts';

const prefix = 'tl1.';
const marksSchema = z.object({ signature: z.string().optional(), redacted: z.string().optional() });

/** The marks of a thought as `encrypted_content`, so that clients of the Responses API send them back. */
export const sealThought = (metadata: SharedV4ProviderMetadata): string | undefined => {
  const { signature, redacted, encrypted } = reasoningMarks(metadata);
  if (encrypted !== undefined) return encrypted;
  if (signature === undefined && redacted === undefined) return undefined;
  return prefix + Buffer.from(JSON.stringify({ signature, redacted })).toString('base64url');
};

const marksOf = (sealed: string): z.infer<typeof marksSchema> => {
  try {
    return marksSchema.parse(JSON.parse(Buffer.from(sealed.slice(prefix.length), 'base64url').toString()));
  } catch {
    return {};
  }
};

/** A thought with what `sealThought` or OpenAI put into it. */
export const unsealThought = (
  text: string,
  sealed: string | undefined,
  itemId: string,
): LanguageModelV4ReasoningPart => {
  if (sealed === undefined || sealed === '') return { type: 'reasoning', text };
  if (!sealed.startsWith(prefix))
    return { type: 'reasoning', text, providerOptions: { openai: { itemId, reasoningEncryptedContent: sealed } } };
  const { signature, redacted } = marksOf(sealed);
  return redacted === undefined ? signedReasoning(text, signature ?? '') : redactedReasoning(redacted);
};
