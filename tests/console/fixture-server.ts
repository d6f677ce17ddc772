import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { dispatch, problem } from './fixture/http.ts';
import { createRoutes } from './fixture/routes.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

const sendFile = (dist: string, path: string, response: ServerResponse): void => {
  const wanted = join(dist, normalize(decodeURIComponent(path)));
  const file =
    wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  });
  createReadStream(file).pipe(response);
};

const hasSession = ({ headers }: IncomingMessage): boolean =>
  headers.cookie?.includes('throughline_session=fixture') === true;

export interface FixtureServer {
  readonly url: string;
  readonly loginLink: string;
  readonly close: () => Promise<void>;
}

/** The console's HTTP interface over invented but plausible data; serves `dist/console` too. */
export const startFixtureServer = async ({
  port = 0,
  dist = join(import.meta.dirname, '../../dist/console'),
  open = false,
} = {}): Promise<FixtureServer> => {
  const table = createRoutes();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fixture');
    if (pathname === '/login' && searchParams.has('token')) {
      response.writeHead(303, {
        location: '/',
        'set-cookie': 'throughline_session=fixture; HttpOnly; SameSite=Strict; Path=/',
      });
      response.end();
      return;
    }
    const api = pathname.startsWith('/api/') || pathname.startsWith('/v1/');
    if (api && !open && !hasSession(request)) {
      problem(response, 401, ['PROGRAM_LOGIN_NEEDED', 'There is no session.']);
      return;
    }
    if (await dispatch(table, request, response)) return;
    if (api) problem(response, 404, ['PROGRAM_NOT_FOUND', 'There is no such route.']);
    else sendFile(dist, pathname, response);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => problem(response, 500, ['PROGRAM_UNEXPECTED', String(error)]));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${actual}`;
  return {
    url,
    loginLink: `${url}/login?token=fixture`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

if (import.meta.main) {
  const { loginLink } = await startFixtureServer({ port: Number(process.env['PORT'] ?? 4790), open: true });
  console.log(loginLink);
}
