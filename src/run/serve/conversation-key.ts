import { hashOf } from '#kernel';
import type { ChatRequest } from './chat-request.ts';

export interface ConversationSource {
  readonly request: Pick<ChatRequest, 'user' | 'metadata' | 'messages'>;
  readonly headers: Readonly<Record<string, string>>;
  readonly actor: string;
}

const firstUserContent = ({ messages }: ConversationSource['request']): unknown =>
  messages.find(({ role }) => role === 'user')?.content ?? '';

const givenKey = ({ request, headers }: ConversationSource): string | undefined => {
  const inMetadata = request.metadata?.['conversation_id'];
  const candidates = [
    request.user,
    typeof inMetadata === 'string' ? inMetadata : undefined,
    headers['x-conversation-id'],
  ];
  return candidates.find((candidate) => candidate !== undefined && candidate !== null && candidate !== '') ?? undefined;
};

/**
 * What sticks a conversation to one arm of a rollout: `user`, else `metadata.conversation_id`, else the header
 * x-conversation-id, else the caller and the first user message. Hashed, so no identity is stored.
 */
export const conversationKey = (source: ConversationSource): string => {
  const given = givenKey(source);
  return given === undefined
    ? hashOf(['first-message', source.actor, firstUserContent(source.request)]).slice(0, 32)
    : hashOf(['given', given]).slice(0, 32);
};
