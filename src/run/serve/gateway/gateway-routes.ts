import type { ByteExchange, ByteRoute, Fault } from '#kernel';
import type { Dialect } from '#build/models';
import { problemOf } from '../dialects/problem-of.ts';
import { serveFaults } from '../errors.ts';
import { readField } from './body/read-field.ts';
import { scanBody, type ScannedBody } from './body/scan-body.ts';
import { frontOf } from './call/fronts.ts';
import type { Gateway } from './create-gateway.ts';

/** A request for something else than a route, for instance a released strategy. */
export interface OtherModel {
  readonly exchange: ByteExchange;
  readonly dialect: Dialect;
  readonly body: ScannedBody;
  /** Empty when the body names none. */
  readonly name: string;
}

const paths: Readonly<Record<Dialect, { readonly path: string; readonly summary: string }>> = {
  'openai-chat': {
    path: '/v1/chat/completions',
    summary:
      'Answers with the active release (`throughline`), a candidate (`preview`) or a model of a provider, whole or streamed',
  },
  'openai-completions': { path: '/v1/completions', summary: 'Goes on from a text' },
  'openai-responses': { path: '/v1/responses', summary: 'Answers in the shape of the Responses API' },
  'openai-embeddings': { path: '/v1/embeddings', summary: 'Embeds texts' },
  'anthropic-messages': { path: '/v1/messages', summary: 'Answers in the shape of the Messages API' },
  rerank: { path: '/v1/rerank', summary: 'Ranks documents for a question' },
};

const dialects: readonly Dialect[] = [
  'openai-chat',
  'openai-completions',
  'openai-responses',
  'openai-embeddings',
  'anthropic-messages',
  'rerank',
];

const sendFault = ({ reply }: ByteExchange, dialect: Dialect, fault: Fault): void => {
  const { status, headers, body } = frontOf(dialect).encodeError(problemOf(fault));
  reply.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  reply.end(body);
};

const mayUse = ({ key }: ByteExchange, names: readonly string[]): boolean =>
  key?.models === undefined || key.models.some((model) => model === '*' || names.includes(model));

const longestName = 200;
/** What a body without a model asks for. */
const releasedName = 'throughline';

export interface GatewayRoutesInput {
  readonly gateway: Gateway;
  /** Answers what no route is named like. */
  readonly other: (request: OtherModel) => void | Promise<void>;
}

/** The routes of every API that models are asked through. */
export const gatewayRoutes = ({ gateway, other }: GatewayRoutesInput): readonly ByteRoute[] => {
  const handle = (exchange: ByteExchange, dialect: Dialect): void | Promise<void> => {
    const body = scanBody(Buffer.from(exchange.body.buffer, exchange.body.byteOffset, exchange.body.length));
    if (body === undefined) {
      const problem = 'it is not a JSON object.';
      return sendFault(exchange, dialect, serveFaults.fault('SERVE_REQUEST_INVALID', { problem }));
    }
    const given = readField(body, 'model');
    const name = typeof given === 'string' ? given.slice(0, longestName) : '';
    const route = gateway.routes.find(name);
    if (!mayUse(exchange, route === undefined ? [name === '' ? releasedName : name] : [name, route.name]))
      return sendFault(exchange, dialect, serveFaults.fault('SERVE_MODEL_FORBIDDEN', { model: name }));
    if (route === undefined) return other({ exchange, dialect, body, name });
    return gateway.answer({ exchange, dialect, body, name, route });
  };
  return dialects.map((dialect) => ({
    ...paths[dialect],
    method: 'POST',
    access: 'session-or-api-key',
    maximumBodyBytes: gateway.maximumBodyBytes,
    renderFault: (fault) => frontOf(dialect).encodeError(problemOf(fault)),
    handle: (exchange) => handle(exchange, dialect),
  }));
};
