import { googleRefusal, badApiKey, missingApiKey, noSuchMethod } from './google-errors.ts';
import { answerOpenAiChat, wrapOpenAiErrors } from './google-openai.ts';
import { googleStream, googleWhole } from './google-reply.ts';
import { readBatchRequest, readEmbedRequest, readGenerateRequest, type EmbedRequest } from './google-request.ts';
import {
  createWireServer,
  isRefusal,
  type ReceivedCall,
  type WireAnswer,
  type WireScript,
  type WireServer,
} from './wire-server.ts';

export interface GoogleServerOptions {
  readonly apiKeys: readonly string[];
  readonly script: WireScript;
  readonly dimensions?: number;
}

/** A vector that depends on the text and the task, not of unit length. */
export const vectorOf = (text: string, dimensions: number): readonly number[] =>
  Array.from({ length: dimensions }, (_, index) => 1 + ((text.charCodeAt(index % Math.max(1, text.length)) || 1) % 7));

const embedding = ({ content, taskType, outputDimensionality }: EmbedRequest, dimensions: number) => {
  const text = content.parts.map((part) => ('text' in part ? part.text : '')).join('');
  return { values: vectorOf(`${taskType ?? ''}${text}`, outputDimensionality ?? dimensions) };
};

const requireKey = ({ url, seen: { headers } }: ReceivedCall, apiKeys: readonly string[]): void => {
  const bearer = /^Bearer (\S+)$/.exec(headers['authorization'] ?? '')?.[1];
  const isOpenAi = url.pathname.includes('/openai/');
  const key = isOpenAi ? bearer : (headers['x-goog-api-key'] ?? url.searchParams.get('key') ?? undefined);
  if (key === undefined) throw missingApiKey();
  if (!apiKeys.includes(key)) throw badApiKey();
};

export const scripted = ({ script }: { readonly script: WireScript }, { seen }: ReceivedCall): WireAnswer => {
  const answer = script(seen);
  if (isRefusal(answer)) throw googleRefusal(answer);
  return answer;
};

/** The methods of a Gemini model, by what stands after the colon. */
export const answerGemini = (
  options: Pick<GoogleServerOptions, 'script'>,
  call: ReceivedCall,
  { model, method }: { readonly model: string; readonly method: string },
): Response => {
  readGenerateRequest(call.seen.body);
  const answer = scripted(options, call);
  if (method === 'generateContent') return googleWhole(model, answer);
  if (method === 'streamGenerateContent' && call.url.searchParams.get('alt') === 'sse')
    return googleStream(model, answer, call.seen);
  throw noSuchMethod(call.url.pathname);
};

/** The Gemini API: `generateContent`, `streamGenerateContent`, `embedContent`, `batchEmbedContents`, OpenAI's chat. */
export const createGoogleServer = (options: GoogleServerOptions): WireServer =>
  createWireServer((call) => {
    const { pathname } = call.url;
    if (pathname === '/v1beta/openai/chat/completions')
      return wrapOpenAiErrors(() => {
        requireKey(call, options.apiKeys);
        return answerOpenAiChat(scripted(options, call), call.seen);
      });
    requireKey(call, options.apiKeys);
    const [, model = '', method = ''] = /^\/v1beta\/models\/([\w.-]+):(\w+)$/.exec(pathname) ?? [];
    const { dimensions = 8 } = options;
    if (method === 'embedContent') {
      const request = readEmbedRequest(call.seen.body);
      scripted(options, call);
      return Response.json({ embedding: embedding(request, dimensions) });
    }
    if (method === 'batchEmbedContents') {
      const requests = readBatchRequest(call.seen.body);
      scripted(options, call);
      return Response.json({ embeddings: requests.map((request) => embedding(request, dimensions)) });
    }
    if (model === '') throw noSuchMethod(pathname);
    return answerGemini(options, call, { model, method });
  });
