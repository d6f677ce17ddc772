import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isFaultError, type ApiKey, type ByteRoute, type Fault, type LogDep } from '#kernel';
import { createByteReply } from './byte-reply.ts';
import { createRouteMatch, type MatchedRoute } from './match-route.ts';
import { createBodyReader, type BodyProblem } from './read-body.ts';

/** Who calls. */
export interface ByteCaller {
  readonly actor: string;
  readonly key: ApiKey | undefined;
}

export interface ByteListenerDeps extends LogDep {
  /** The caller, or the fault that turns it away; no promise where the credentials are known. */
  readonly admit: (
    headers: IncomingHttpHeaders,
    access: ByteRoute['access'],
  ) => ByteCaller | Fault | Promise<ByteCaller | Fault>;
  readonly faults: {
    readonly tooLarge: (maximumBytes: number) => Fault;
    readonly stalled: () => Fault;
    readonly internal: (message: string) => Fault;
  };
}

export interface ByteListenerOptions {
  readonly routes: readonly ByteRoute[];
  /** Silence of a client within its body; 60 s when absent. */
  readonly bodyPatienceMs?: number;
}

/** Answers a request if one of its routes is asked for; false when it is for somebody else. */
export type ByteListener = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Exchange {
  readonly deps: ByteListenerDeps;
  readonly matched: MatchedRoute;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** How long the rest of a body that nobody wants is let through, so that the client can read why. */
const unwantedBodyMs = 10_000;

const secrets = new Set(['authorization', 'cookie', 'x-api-key']);

const plainHeaders = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> => {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string' && !secrets.has(name)) plain[name] = value;
  }
  return plain;
};

const sendFault = ({ matched, request, response }: Exchange, fault: Fault): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { headers, body } = matched.route.renderFault(fault);
  const length = String(Buffer.byteLength(body));
  response.writeHead(fault.status, { ...headers, 'content-length': length });
  response.end(body);
  if (request.complete) return;
  setTimeout(() => request.complete || request.destroy(), unwantedBodyMs).unref();
};

const failed = (exchange: Exchange, thrown: unknown): void => {
  const { deps, matched } = exchange;
  if (isFaultError(thrown)) return sendFault(exchange, thrown.fault);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  deps.log('error', 'request failed', { route: `${matched.route.method} ${matched.route.path}`, message });
  sendFault(exchange, deps.faults.internal(message));
};

const handle = (exchange: Exchange, { actor, key }: ByteCaller, body: Buffer): void => {
  const { matched, request, response } = exchange;
  const { headers, url = '/' } = request;
  try {
    const running = matched.route.handle({
      params: matched.params,
      url,
      headers: plainHeaders(headers),
      body,
      actor,
      key,
      reply: createByteReply(response),
    });
    if (running !== undefined) running.catch((thrown: unknown) => failed(exchange, thrown));
  } catch (thrown) {
    failed(exchange, thrown);
  }
};

const bodyFault = ({ deps, matched }: Exchange, problem: BodyProblem): Fault =>
  problem === 'too-large' ? deps.faults.tooLarge(matched.route.maximumBodyBytes) : deps.faults.stalled();

const isFault = (caller: ByteCaller | Fault): caller is Fault => 'code' in caller;

/** The listener that stands in front of the framework: a request costs one look-up, one body and one reply. */
export const createByteListener = (
  deps: ByteListenerDeps,
  { routes, bodyPatienceMs = 60_000 }: ByteListenerOptions,
): ByteListener => {
  const match = createRouteMatch(routes);
  const readBody = createBodyReader(bodyPatienceMs);

  const goOn = (exchange: Exchange, caller: ByteCaller | Fault): void => {
    if (isFault(caller)) return sendFault(exchange, caller);
    readBody(exchange.request, exchange.matched.route.maximumBodyBytes, (body) => {
      if (body === 'gone') exchange.response.destroy();
      else if (typeof body === 'string') sendFault(exchange, bodyFault(exchange, body));
      else handle(exchange, caller, body);
    });
  };

  return (request, response) => {
    const matched = match(request.method ?? '', request.url ?? '');
    if (matched === undefined) return false;
    const exchange: Exchange = { deps, matched, request, response };
    try {
      const caller = deps.admit(request.headers, matched.route.access);
      if (caller instanceof Promise) {
        caller.then((admitted) => goOn(exchange, admitted)).catch((thrown: unknown) => failed(exchange, thrown));
      } else goOn(exchange, caller);
    } catch (thrown) {
      failed(exchange, thrown);
    }
    return true;
  };
};
