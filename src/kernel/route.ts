import type { ZodType } from 'zod';
import type { Fault } from './fault.ts';
import type { Result } from './result.ts';
import type { ApiKey } from './store-ports.ts';

/** Who may call. There is no default: a route without `access` does not typecheck, and unknown paths are denied. */
export type Access = 'public' | 'session' | 'api-key' | 'session-or-api-key';

export interface RouteRequest<Body, Query> {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  /** `session` or the id of the API key; `anonymous` on public routes. */
  readonly actor: string;
  /** Lower-case names; `authorization` and `cookie` are removed. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

export type RouteReply =
  | {
      readonly kind: 'json';
      readonly status?: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text'; readonly status?: number; readonly contentType: string; readonly body: string }
  | {
      readonly kind: 'stream';
      readonly contentType: string;
      readonly chunks: AsyncIterable<string>;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** A route as a plain value; the server mounts it. `/v1` faults are rendered in the OpenAI error shape, others as RFC 9457. */
export interface Route<Body = unknown, Query = unknown> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Fastify syntax, for instance `/api/records/:hash`. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly body?: ZodType<Body>;
  readonly query?: ZodType<Query>;
  readonly handle: (request: RouteRequest<Body, Query>) => Promise<Result<RouteReply, Fault>>;
}

/** Infers the types of body and query, then forgets them so that routes of all kinds stand in one list. */
export const defineRoute = <Body, Query>(route: Route<Body, Query>): Route => route as unknown as Route;

/** The side of an exchange that goes to the client. */
export interface ByteReply {
  readonly writeHead: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** False when the client reads slower than this; wait for `onDrain`. */
  readonly write: (bytes: Uint8Array | string) => boolean;
  readonly onDrain: (listener: () => void) => void;
  readonly end: (bytes?: Uint8Array | string) => void;
  /** Closes the connection without a clean end, so that nobody takes a part for the whole. */
  readonly destroy: () => void;
  /** Once, when the client has gone before `end`. */
  readonly onGone: (listener: () => void) => void;
}

/** A request whose bytes are its handler's own. */
export interface ByteExchange {
  readonly params: Readonly<Record<string, string>>;
  /** Path and query as they came. */
  readonly url: string;
  /** Lower-case names; `authorization`, `cookie` and `x-api-key` are removed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly actor: string;
  /** The verified key; undefined for a console session. */
  readonly key: ApiKey | undefined;
  readonly reply: ByteReply;
}

/** A route that reads and writes bytes itself: the fast path. */
export interface ByteRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly access: Exclude<Access, 'public'>;
  readonly summary: string;
  readonly maximumBodyBytes: number;
  /** Renders a fault that the server meets before the handler, for instance a missing key, in the shape of this API. */
  readonly renderFault: (fault: Fault) => { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** Must end or destroy the reply; what it throws is answered with 500. */
  readonly handle: (exchange: ByteExchange) => void | Promise<void>;
}
