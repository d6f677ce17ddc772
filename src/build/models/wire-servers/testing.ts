import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { WireServer } from './wire-server.ts';

const bodyOf = async (incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of Readable.from(incoming)) if (piece instanceof Uint8Array) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};

const requestOf = async (incoming: IncomingMessage): Promise<Request> => {
  const { method = 'GET', headers } = incoming;
  const pairs = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : (value ?? []).map((one) => [name, one]),
  );
  const body = await bodyOf(incoming);
  return new Request(`http://${headers.host ?? 'localhost'}${incoming.url ?? '/'}`, {
    method,
    headers: pairs,
    ...(body.length === 0 ? {} : { body }),
  });
};

const send = async (response: Response, outgoing: ServerResponse): Promise<void> => {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  if (response.body === null) return void outgoing.end();
  const reader = response.body.getReader();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) reader.cancel().catch(() => {});
  });
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) outgoing.write(read.value);
    if (!outgoing.destroyed) outgoing.end();
  } catch {
    outgoing.destroy();
  }
};

/** Listens on a free port of the loopback with a wire server, until the test (or whoever has the context) ends. */
export const listenToWire = async (
  context: { readonly after: (close: () => void) => void },
  { handle }: WireServer,
): Promise<string> => {
  const server = createServer((incoming, outgoing) => {
    requestOf(incoming)
      .then(async (request) => send(await handle(request), outgoing))
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};
