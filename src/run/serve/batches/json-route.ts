import { err, isFaultError, type ByteExchange, type ByteRoute, type Fault, type Result } from '#kernel';
import { encodeOpenAiError } from '../dialects/openai-error.ts';
import { problemOf } from '../dialects/problem-of.ts';
import { dialectFaults } from '../dialects/errors.ts';

export interface RouteAnswer {
  readonly contentType?: string;
  readonly body: object | Uint8Array;
}

export interface JsonRoute extends Pick<ByteRoute, 'method' | 'path' | 'summary'> {
  readonly maximumBodyBytes?: number;
  readonly answer: (exchange: ByteExchange) => Promise<Result<RouteAnswer, Fault>>;
}

const smallBody = 64 * 1024;

const sendFault = ({ reply }: ByteExchange, fault: Fault): void => {
  const { status, headers, body } = encodeOpenAiError(problemOf(fault));
  reply.writeHead(status, headers);
  reply.end(body);
};

const faultOf = (thrown: unknown): Fault => {
  if (isFaultError(thrown)) return thrown.fault;
  const problem = thrown instanceof Error ? thrown.message : 'unknown';
  return dialectFaults.fault('SERVE_PROVIDER_FAILED', { problem: problem.slice(0, 500) });
};

/** A route of OpenAI's API that is no model call: errors in its shape, answers as JSON or bytes. */
export const jsonRoute = ({ answer, maximumBodyBytes = smallBody, ...route }: JsonRoute): ByteRoute => ({
  ...route,
  maximumBodyBytes,
  access: 'session-or-api-key',
  renderFault: (fault) => encodeOpenAiError(problemOf(fault)),
  handle: async (exchange) => {
    const answered = await answer(exchange).catch((thrown: unknown) => err(faultOf(thrown)));
    if (!answered.ok) return sendFault(exchange, answered.error);
    const { body, contentType } = answered.value;
    const bytes = body instanceof Uint8Array ? body : JSON.stringify(body);
    exchange.reply.writeHead(200, {
      'content-type': contentType ?? 'application/json; charset=utf-8',
      'content-length': String(typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length),
    });
    exchange.reply.end(bytes);
  },
});

/** One value of the query of a URL. */
export const queryOf = ({ url }: ByteExchange, name: string): string | undefined =>
  new URL(url, 'http://localhost').searchParams.get(name) ?? undefined;

/** `limit` of a list, kept within its bounds. */
export const limitOf = (exchange: ByteExchange, fallback: number, most: number): number => {
  const given = Number(queryOf(exchange, 'limit') ?? fallback);
  return Number.isInteger(given) ? Math.min(most, Math.max(1, given)) : fallback;
};
