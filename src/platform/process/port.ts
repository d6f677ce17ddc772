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

/** Where somebody wanted to listen. */
interface Address {
  readonly port: number;
  readonly host: string;
}

/** What an error of listening means; for a port in use it names one that is free. */
export const listenFault = async (thrown: unknown, { port, host }: Address): Promise<Fault> => {
  const isTaken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
  if (isTaken) return processFault('PLATFORM_PORT_IN_USE', { port, host, suggestion: await freePort(host) });
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return processFault('PLATFORM_CANNOT_LISTEN', { port, host, reason });
};

/** Checks that a port can be listened on; the fault suggests one that can. */
export const checkPort = async (port: number, host = '127.0.0.1'): Promise<Result<number, Fault>> => {
  try {
    return ok(await listenOnce(port, host));
  } catch (thrown) {
    return err(await listenFault(thrown, { port, host }));
  }
};
