import type { LanguageModelV4Message } from '@ai-sdk/provider';
import { err, ok, type Fault, type Result } from '#kernel';
import { chatRequestSchema, type ChatRequest } from '../chat-request.ts';
import { invalidBody } from './parse-body.ts';
import type { DecodedCall, JsonObject } from './port.ts';
import { readHead } from './read-head.ts';

const contentOf = ({ role, content }: LanguageModelV4Message): string | undefined => {
  if (role === 'system') return content;
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const isOnlyText = content.every(({ type }) => type !== 'file');
  return isOnlyText ? texts.join('\n') : undefined;
};

/**
 * A decoded call as the request of a released strategy: the texts in their order. The strategy has its own tools and
 * settings, so tools, their results and thoughts are left out; a file that it cannot read is refused.
 */
export const chatRequestOf = (body: JsonObject, { options }: DecodedCall): Result<ChatRequest, Fault> => {
  const messages: { role: string; content: string }[] = [];
  for (const message of options.prompt) {
    const content = contentOf(message);
    if (content === undefined) return err(invalidBody('strategy', 'messages', 'a released strategy reads text only.'));
    if (message.role !== 'tool' && content !== '') messages.push({ role: message.role, content });
  }
  const { model, stream, endUser } = readHead(body);
  const parsed = chatRequestSchema.safeParse({
    messages,
    stream,
    user: endUser,
    metadata: body['metadata'],
    stream_options: body['stream_options'],
    ...(model === '' ? {} : { model }),
  });
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(invalidBody('strategy', issue?.path.join('.') ?? 'body', `${issue?.message ?? 'it does not fit'}.`));
};
