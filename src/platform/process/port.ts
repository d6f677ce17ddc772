import { createServer } from 'node:net';
import { err, ok, type Fault, type Result } from '#kernel';
import { processFault } from './errors.ts';

const listenOnce = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

/** A port that was free a moment ago. */
export const freePort = (host = '127.0.0.1'): Promise<number> => listenOnce(0, host);

/** Checks that a port can be listened on; the fault suggests one that can. */
export const checkPort = async (port: number, host = '127.0.0.1'): Promise<Result<number, Fault>> => {
  try {
    return ok(await listenOnce(port, host));
  } catch {
    return err(processFault('PLATFORM_PORT_IN_USE', { port, host, suggestion: await freePort(host) }));
  }
};
