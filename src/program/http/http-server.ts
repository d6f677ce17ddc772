import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import type { ApiKeysDep, ByteRoute, LogDep, Route, SessionsDep } from '#kernel';
import { createByteListener, type ByteListener, type ByteListenerDeps } from '#platform/byte-server';
import { programFaults } from '../errors.ts';
import type { IsForeign } from './foreign.ts';
import { openAiErrorOf, problemOf } from './render-fault.ts';
import { mountRoutes, type MountDeps } from './mount-routes.ts';

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly identify: MountDeps['identify'];
  readonly maximumBodyBytes: number;
  /** Folder of the built console; without one there is no console and no login. */
  readonly consoleFolder?: string;
  readonly isForeign: IsForeign;
  /** Routes that own their bytes; they stand before the framework. */
  readonly byteRoutes: readonly ByteRoute[];
  readonly admitBytes: ByteListenerDeps['admit'];
}

/** Longer than load balancers keep an idle connection, so that they never write to a closed one. */
const keepAliveMs = 76_000;

const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const buildingPage = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Throughline</title>
<body style="font:15px system-ui;margin:3rem"><h1>Throughline</h1><p>The console is being built; this page opens it as soon as it is ready.</p></body></html>`;

const protect = (app: FastifyInstance, isForeign: IsForeign): void => {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    if (isForeign(request.headers.host ?? '', request.headers.origin)) {
      return reply
        .code(403)
        .type('application/problem+json')
        .send(problemOf({ ...programFaults.fault('PROGRAM_UNAUTHORISED'), status: 403 }));
    }
  });
};

const mountLogin = (app: FastifyInstance, { sessions }: SessionsDep): void => {
  app.get<{ Querystring: { token?: string } }>('/login', async (request, reply) => {
    const session = await sessions.exchange(request.query.token ?? '');
    if (session === undefined) {
      return reply
        .code(401)
        .type('text/html')
        .send(
          '<!doctype html><meta charset="utf-8"><title>Link used</title><p>This login link is used or too old. Get a new one: <code>throughline login</code></p>',
        );
    }
    const expires = new Date(session.expiresAt).toUTCString();
    return reply
      .header(
        'set-cookie',
        `throughline_session=${session.token}; HttpOnly; SameSite=Strict; Path=/; Expires=${expires}`,
      )
      .header('cache-control', 'no-store')
      .type('text/html')
      .send(
        '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Throughline</title><p><a href="/">Open the console</a></p>',
      );
  });
};

const mountConsole = (app: FastifyInstance, folder: string): void => {
  void app.register(fastifyStatic, { root: folder, wildcard: false, serve: false });
  app.get('/*', async (request, reply) => {
    const path = decodeURIComponent(request.url.split('?')[0] ?? '/').slice(1);
    if (/^(api|v1)(\/|$)/.test(path)) {
      const fault = programFaults.fault('PROGRAM_NOT_FOUND', { path: `/${path}` });
      return path.startsWith('v1')
        ? reply.code(404).send(openAiErrorOf(fault))
        : reply.code(404).type('application/problem+json').send(problemOf(fault));
    }
    if (!existsSync(join(folder, 'index.html'))) return reply.code(503).type('text/html').send(buildingPage);
    const isAsset = path.startsWith('assets/');
    if (isAsset) return reply.sendFile(path, { maxAge: '365d', immutable: true });
    return reply
      .header('cache-control', 'no-cache')
      .sendFile(/\.\w+$/.test(path) && existsSync(join(folder, path)) ? path : 'index.html');
  });
};

const byteListener = ({ log }: LogDep, { byteRoutes, admitBytes }: HttpServerOptions): ByteListener => {
  const tooLarge = (maximumBytes: number) => programFaults.fault('PROGRAM_BODY_TOO_LARGE', { maximumBytes });
  const stalled = () => programFaults.fault('PROGRAM_BODY_STALLED');
  const internal = (message: string) => programFaults.fault('PROGRAM_INTERNAL', { message });
  return createByteListener(
    { log, admit: admitBytes, faults: { tooLarge, stalled, internal } },
    { routes: byteRoutes },
  );
};

/** The HTTP server: the routes of all stages, the login link and the console; everything else is denied. */
export const createHttpServer = (
  deps: LogDep & SessionsDep & ApiKeysDep,
  options: HttpServerOptions,
): FastifyInstance => {
  const answerBytes = byteListener(deps, options);
  const app = fastify({
    logger: false,
    serverFactory: (listener) => {
      const server = createServer({ noDelay: true }, (request, response) => {
        if (!answerBytes(request, response)) listener(request, response);
      });
      server.keepAliveTimeout = keepAliveMs;
      server.requestTimeout = 0;
      return server;
    },
    bodyLimit: options.maximumBodyBytes,
    forceCloseConnections: true,
    requestTimeout: 0,
    exposeHeadRoutes: false,
  });
  protect(app, options.isForeign);
  mountRoutes(app, { ...deps, identify: options.identify }, options.routes);
  if (options.consoleFolder !== undefined) {
    mountLogin(app, deps);
    mountConsole(app, options.consoleFolder);
  }
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send(problemOf(programFaults.fault('PROGRAM_NOT_FOUND', { path: request.url }))),
  );
  return app;
};
