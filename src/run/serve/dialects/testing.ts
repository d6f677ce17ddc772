import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { dialectCodecs } from './dialect-codecs.ts';
import { ignoredHeader } from './ignored-fields.ts';
import { isObject } from './json-value.ts';
import type { DialectCodec, EncodeContext, GenerativeDialect, JsonObject } from './port.ts';
import { problemOf, problemOfThrown } from './problem-of.ts';

export const testUsage: LanguageModelV4Usage = {
  inputTokens: { total: 20, noCache: 12, cacheRead: 6, cacheWrite: 2 },
  outputTokens: { total: 9, text: 5, reasoning: 4 },
};

export interface ScriptedTurn {
  readonly content?: readonly LanguageModelV4Content[];
  /** The stream; made from `content` when absent. */
  readonly parts?: readonly LanguageModelV4StreamPart[];
  readonly finish?: LanguageModelV4FinishReason['unified'];
  readonly throws?: Error;
}

const partsOf = (content: LanguageModelV4Content, id: string): readonly LanguageModelV4StreamPart[] => {
  if (content.type === 'text' || content.type === 'reasoning') {
    const metadata = content.providerMetadata === undefined ? {} : { providerMetadata: content.providerMetadata };
    const deltas = content.text.match(/.{1,5}/gsu) ?? [];
    return [
      { type: `${content.type}-start`, id },
      ...deltas.map((delta) => ({ type: `${content.type}-delta`, id, delta }) as const),
      { type: `${content.type}-end`, id, ...metadata },
    ];
  }
  if (content.type !== 'tool-call') return content.type === 'tool-result' ? [] : [content];
  const deltas = content.input.match(/.{1,5}/gsu) ?? [];
  return [
    { type: 'tool-input-start', id: content.toolCallId, toolName: content.toolName },
    ...deltas.map((delta) => ({ type: 'tool-input-delta', id: content.toolCallId, delta }) as const),
    { type: 'tool-input-end', id: content.toolCallId },
    content,
  ];
};

/** The stream of a turn as a provider's translation would give it. */
export const streamOf = ({ content = [], finish = 'stop' }: ScriptedTurn): readonly LanguageModelV4StreamPart[] => [
  { type: 'stream-start', warnings: [] },
  ...content.flatMap((each, index) => partsOf(each, String(index))),
  { type: 'finish', usage: testUsage, finishReason: { unified: finish, raw: undefined } },
];

export interface ScriptedLanguageModel extends LanguageModelV4 {
  /** What it was asked, in order. */
  readonly calls: readonly LanguageModelV4CallOptions[];
}

/** A model that answers by a function of what it is asked. */
export const scriptedLanguageModel = (
  script: (options: LanguageModelV4CallOptions) => ScriptedTurn,
): ScriptedLanguageModel => {
  const calls: LanguageModelV4CallOptions[] = [];
  const next = (options: LanguageModelV4CallOptions): ScriptedTurn => {
    calls.push(options);
    const turn = script(options);
    if (turn.throws !== undefined) throw turn.throws;
    return turn;
  };
  return {
    calls,
    specificationVersion: 'v4',
    provider: 'scripted',
    modelId: 'scripted',
    supportedUrls: {},
    doGenerate: async (options) => {
      const { content = [], finish = 'stop' } = next(options);
      return {
        content: [...content],
        finishReason: { unified: finish, raw: undefined },
        usage: testUsage,
        warnings: [{ type: 'unsupported', feature: 'topK' }],
      };
    },
    doStream: async (options) => {
      const turn = next(options);
      return { stream: ReadableStream.from(turn.parts ?? streamOf(turn)) };
    },
  };
};

const paths: Readonly<Record<string, GenerativeDialect>> = {
  '/v1/chat/completions': 'openai-chat',
  '/v1/completions': 'openai-completions',
  '/v1/responses': 'openai-responses',
  '/v1/messages': 'anthropic-messages',
};

const readBody = async (request: IncomingMessage): Promise<JsonObject> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
  return isObject(body) ? body : {};
};

interface Exchange {
  readonly codec: DialectCodec;
  readonly model: LanguageModelV4;
  readonly options: LanguageModelV4CallOptions;
  readonly context: EncodeContext;
  readonly ignored: readonly string[];
}

const answer = async (response: ServerResponse, exchange: Exchange): Promise<void> => {
  const { codec, model, options, context, ignored } = exchange;
  if (context.body['stream'] !== true) {
    const result = await model.doGenerate(options);
    const header = ignoredHeader(ignored, result.warnings);
    response.writeHead(200, { 'content-type': 'application/json', 'x-throughline-ignored': header });
    response.end(codec.encodeWhole(context, result));
    return;
  }
  const { stream } = await model.doStream(options);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const encoder = codec.createStreamEncoder(context);
  for await (const part of stream) response.write(encoder.push(part));
  response.end(encoder.end());
};

const handle = async (model: LanguageModelV4, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const dialect = paths[new URL(request.url ?? '/', 'http://local').pathname];
  const codec = dialect === undefined ? undefined : dialectCodecs[dialect];
  if (codec === undefined) return void response.writeHead(404).end();
  const body = await readBody(request);
  const decoded = codec.decode(body);
  const fail = (problem: Parameters<DialectCodec['encodeError']>[0]): void => {
    const error = codec.encodeError(problem);
    response.writeHead(error.status, error.headers).end(error.body);
  };
  if (!decoded.ok) return fail(problemOf(decoded.error));
  const context = { id: 'test0001', created: 1_700_000_000, model: codec.head(body).model, body };
  try {
    await answer(response, { codec, model, context, ...decoded.value });
  } catch (thrown) {
    fail(problemOfThrown(thrown));
  }
};

/** Serves a model in every dialect on a free port, as little around the codecs as can be. */
export const serveDialects = async (
  model: LanguageModelV4,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
  const server = createServer((request, response) => void handle(model, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
