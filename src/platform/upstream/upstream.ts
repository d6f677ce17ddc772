import type { UpstreamCall, UpstreamDep, UpstreamHandler } from '#run/serve';
import { startCall } from './call.ts';
import { createPools } from './pools.ts';

export interface UpstreamOptions {
  /** Connections to one origin at once; 512 when absent. */
  readonly connections?: number;
  /** Calls that may wait for a connection to one origin; 2,048 when absent. */
  readonly waiting?: number;
  /** Origins with open connections; 256 when absent. */
  readonly origins?: number;
  /** 32 KiB when absent. */
  readonly maximumHeaderBytes?: number;
}

const neverSent: UpstreamCall = { resume: () => {}, abort: () => {} };

const refuse = (handler: UpstreamHandler, message: string): UpstreamCall => {
  queueMicrotask(() => handler.onFailure('connect', message));
  return neverSent;
};

/** The HTTP/1.1 client of the gateway, on pools of kept connections. Every wait, queue and header is bounded. */
export const createUpstream = ({
  connections = 512,
  waiting = 2_048,
  origins = 256,
  maximumHeaderBytes = 32 * 1024,
}: UpstreamOptions = {}): UpstreamDep => {
  const pools = createPools({ connections, origins, maximumHeaderBytes });
  return {
    upstream: {
      send: (request, handler) => {
        const destination = pools.destinationOf(request.url, request.keepAliveMs);
        if (destination === undefined) return refuse(handler, 'the address is not a URL');
        if (destination.origin.waiting >= waiting) return refuse(handler, 'too many calls wait for a connection');
        return startCall(destination, request, handler);
      },
      close: pools.close,
    },
  };
};
