import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

const listen = async (context: TestContext, server: Server): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}/v1/chat?x=1`;
};

/** A server that ends with the test. */
export const httpServer = (context: TestContext, listener: RequestListener) => listen(context, createServer(listener));

/** A server that sees raw bytes; `onRequest` runs once for each piece that comes, with running numbers. */
export const rawServer = (
  context: TestContext,
  onRequest: (socket: Socket, count: number, connection: number) => void,
) => {
  let [count, connections] = [0, 0];
  const server = createSocketServer((socket) => {
    connections += 1;
    const connection = connections;
    socket.on('data', () => {
      count += 1;
      onRequest(socket, count, connection);
    });
  });
  return listen(context, server);
};
