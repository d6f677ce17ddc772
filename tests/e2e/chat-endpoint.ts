import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { ProjectInput } from '../../src/project.ts';

/** What the scripted endpoint says to a request: the message of the completion. */
export type Reply = (body: string) => { readonly content: string | null; readonly tool_calls?: readonly unknown[] };

/** An OpenAI-compatible endpoint on this machine that counts what it was asked. */
export interface ChatEndpoint {
  readonly baseUrl: string;
  /** How often each request body came. */
  readonly timesByBody: ReadonlyMap<string, number>;
  readonly total: () => number;
  readonly close: () => Promise<void>;
}

const send = (response: ServerResponse, reply: ReturnType<Reply>): void => {
  const choice = { index: 0, message: { role: 'assistant', ...reply }, finish_reason: 'stop' };
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [choice], usage }),
  );
};

/** Starts an endpoint that answers each request after `milliseconds`. */
export const startChatEndpoint = async (reply: Reply, milliseconds = 0): Promise<ChatEndpoint> => {
  const timesByBody = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      timesByBody.set(body, (timesByBody.get(body) ?? 0) + 1);
      setTimeout(() => send(response, reply(body)), milliseconds);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    timesByBody,
    total: () => [...timesByBody.values()].reduce((sum, times) => sum + times, 0),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const card = (baseUrl: string): NonNullable<NonNullable<ProjectInput['models']>['catalogue']>[number] => ({
  id: 'remote-chat',
  name: 'A scripted model',
  task: 'chat',
  provider: 'openai-compatible',
  providerModel: `at-${new URL(baseUrl).port}`,
  licence: 'MIT',
  access: 'open',
  residency: 'local',
  contextTokens: 8192,
  dimensions: 0,
  tools: true,
  price: { input: 0, cachedInput: 0, output: 0 },
  endpoint: { baseUrl },
});

/** Adds the endpoint as the only chat model, with one candidate `eager` that asks it for every question. */
export const withEndpoint = (project: ProjectInput, baseUrl: string): ProjectInput => ({
  ...project,
  models: { embedding: ['word-hash'], chat: ['remote-chat'], generative: true, catalogue: [card(baseUrl)] },
  strategy: {
    without: ['basic-rag', 'advanced-rag', 'rag-self-consistency', 'agent'],
    candidates: [
      {
        name: 'eager',
        kind: 'generative',
        retrieval: { mode: 'bm25', k: 5, use: 2 },
        refuseBelow: 0,
        model: { id: 'remote-chat' },
      },
    ],
  },
});
