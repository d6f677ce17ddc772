import { answerChat } from './openai-chat-reply.ts';
import { chatRequestSchema } from './openai-chat-request.ts';
import { noSuchPath } from './openai-errors.ts';
import { answerCompletion, answerEmbeddings, answerRerank } from './openai-other.ts';
import { askedOf, read, withHeaders } from './openai.ts';
import { compatibleServers } from './compatible-flavours.ts';
import type { CompatibleServer } from './compatible-server.ts';
import {
  createWireServer,
  isRefusal,
  type ReceivedCall,
  type WireAnswer,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface CompatibleServerOptions {
  readonly name: keyof typeof compatibleServers;
  /** None: the server takes every call. */
  readonly apiKeys: readonly string[];
  readonly script: WireScript;
  readonly dimensions?: number;
}

const requireKey = (
  { seen: { headers } }: ReceivedCall,
  apiKeys: readonly string[],
  server: CompatibleServer,
): void => {
  const key = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (apiKeys.length > 0 && !apiKeys.includes(key ?? '')) throw server.wrongKey();
};

/** A server that speaks OpenAI's format: Ollama, vLLM, llama.cpp, LM Studio, Together, Groq or OpenRouter. */
export const createCompatibleServer = ({
  name,
  apiKeys,
  script,
  dimensions = 8,
}: CompatibleServerOptions): WireServer => {
  const server: CompatibleServer = compatibleServers[name];
  const said = ({ seen }: ReceivedCall): WireAnswer => {
    const answer = script(seen);
    if (isRefusal(answer)) throw server.refusals[answer.refuse](answer.retryAfterMs ?? 2000);
    return answer;
  };
  const routes: Readonly<Record<string, (call: ReceivedCall) => Response>> = {
    '/chat/completions': (call) => {
      // What these servers do not know, they leave aside.
      const request = read(chatRequestSchema.loose(), call);
      return answerChat(server.chat, askedOf(request), { answer: said(call), seen: call.seen });
    },
    '/completions': (call) => answerCompletion(call.seen, said(call)),
    '/embeddings': (call) => {
      said(call);
      return answerEmbeddings(call.seen, dimensions);
    },
    '/rerank': (call) => {
      said(call);
      if (server.score === undefined) throw noSuchPath('POST', call.url.pathname);
      return answerRerank(call.seen, server.score);
    },
  };
  return createWireServer((call) => {
    const { pathname } = call.url;
    requireKey(call, apiKeys, server);
    const route = pathname.startsWith(server.base) ? routes[pathname.slice(server.base.length)] : undefined;
    if (route === undefined) throw noSuchPath(call.request.method, pathname);
    return withHeaders(route(call), server.limits ?? {});
  });
};
