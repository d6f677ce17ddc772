import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  err,
  isFaultError,
  ok,
  type ApiKeysDep,
  type Fault,
  type LogDep,
  type Result,
  type Route,
  type RouteReply,
  type SessionsDep,
} from '#kernel';
import { describeIssues } from '../describe-issues.ts';
import { programFaults } from '../errors.ts';
import { admit, bearerOf, sessionTokenOf, type Identity } from './access.ts';
import { openAiErrorOf, problemOf } from './render-fault.ts';

export type MountDeps = LogDep & { readonly identify: (headers: FastifyRequest['headers']) => Promise<Identity> };

/** Looks credentials up; a store that is away makes everybody anonymous, never somebody. */
export const createIdentify =
  (deps: SessionsDep & ApiKeysDep): MountDeps['identify'] =>
  async (headers) => {
    const token = sessionTokenOf(headers.cookie);
    const key =
      bearerOf(headers.authorization) ?? (typeof headers['x-api-key'] === 'string' ? headers['x-api-key'] : undefined);
    const session = token !== undefined && (await deps.sessions.verify(token));
    const apiKey = key === undefined ? undefined : (await deps.apiKeys.verify(key))?.id;
    return { session, apiKey };
  };

const sendFault = (request: FastifyRequest, reply: FastifyReply, fault: Fault): FastifyReply => {
  if (fault.retryable && fault.status === 429) void reply.header('retry-after', '1');
  if (request.url.startsWith('/v1/')) return reply.code(fault.status).send(openAiErrorOf(fault));
  return reply.code(fault.status).type('application/problem+json').send(problemOf(fault));
};

const sendReply = (reply: FastifyReply, answer: RouteReply): FastifyReply => {
  if (answer.kind === 'json')
    return reply
      .headers(answer.headers ?? {})
      .code(answer.status ?? 200)
      .send(answer.body);
  if (answer.kind === 'text')
    return reply
      .code(answer.status ?? 200)
      .type(answer.contentType)
      .send(answer.body);
  return reply
    .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no', ...answer.headers })
    .type(answer.contentType)
    .send(Readable.from(answer.chunks));
};

const plainHeaders = (headers: FastifyRequest['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'authorization' && name !== 'cookie' && name !== 'x-api-key'
        ? [[name, value] as const]
        : [],
    ),
  );

const parsePart = (schema: Route['body'], value: unknown): Result<unknown, Fault> => {
  if (schema === undefined) return ok(value);
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err(programFaults.fault('PROGRAM_REQUEST_INVALID', { problems: describeIssues(parsed.error.issues, value) }));
};

const aborted = (request: FastifyRequest, reply: FastifyReply): AbortSignal => {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  request.raw.once('aborted', () => controller.abort());
  return controller.signal;
};

const unexpected = (deps: LogDep, route: Route, thrown: unknown): Fault => {
  if (isFaultError(thrown)) return thrown.fault;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  deps.log('error', 'request failed', { route: `${route.method} ${route.path}`, message });
  return programFaults.fault('PROGRAM_INTERNAL', { message });
};

const answer = async (
  deps: MountDeps,
  route: Route,
  request: FastifyRequest & { readonly gone: AbortSignal },
): Promise<Result<RouteReply, Fault>> => {
  const identity =
    route.access === 'public' ? { session: false, apiKey: undefined } : await deps.identify(request.headers);
  const actor = admit(route.access, identity);
  if (actor === undefined) return err(programFaults.fault('PROGRAM_UNAUTHORISED'));
  const body = parsePart(route.body, request.body);
  if (!body.ok) return body;
  const query = parsePart(route.query, request.query);
  if (!query.ok) return query;
  return route.handle({
    params: request.params as Readonly<Record<string, string>>,
    body: body.value,
    query: query.value,
    actor,
    headers: plainHeaders(request.headers),
    signal: request.gone,
  });
};

const handlerOf =
  (deps: MountDeps, route: Route) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const gone = aborted(request, reply);
    const result = await answer(deps, route, Object.assign(request, { gone })).catch((thrown: unknown) =>
      err(unexpected(deps, route, thrown)),
    );
    return result.ok ? sendReply(reply, result.value) : sendFault(request, reply, result.error);
  };

/** Mounts routes that are plain values; every one says who may call it, and what is not mounted is denied. */
export const mountRoutes = (app: FastifyInstance, deps: MountDeps, routes: readonly Route[]): void => {
  for (const route of routes) app.route({ method: route.method, url: route.path, handler: handlerOf(deps, route) });
  app.setErrorHandler((thrown: Error & { statusCode?: number }, request, reply) => {
    const fault =
      thrown.statusCode !== undefined && thrown.statusCode < 500
        ? programFaults.fault('PROGRAM_REQUEST_INVALID', { problems: thrown.message })
        : programFaults.fault('PROGRAM_INTERNAL', { message: thrown.message });
    return sendFault(request, reply, { ...fault, status: thrown.statusCode ?? fault.status });
  });
};
