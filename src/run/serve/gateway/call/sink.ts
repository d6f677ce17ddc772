import type { Problem } from '../../dialects/port.ts';
import type { LiveTarget } from '../plan/target.ts';
import { responseHeaders } from '../forward/headers.ts';
import type { GatewayCall } from './gateway-call.ts';

/** Where the bytes of an answer go. */
export interface AnswerSink {
  readonly begin: (status: number, providerHeaders: Readonly<Record<string, string>>) => void;
  /** False when the client reads slower than this. */
  readonly write: (bytes: Uint8Array | string) => boolean;
  readonly onDrain: (listener: () => void) => void;
  readonly end: () => void;
  /** Status, headers and the whole body at once. */
  readonly whole: (status: number, providerHeaders: Readonly<Record<string, string>>, body: Buffer) => void;
  /** Tells the client that this is not the end, and breaks the connection off. */
  readonly cut: (problem: Problem) => void;
}

/** Names and outcomes of what was tried before, then who answered. */
const attemptsOf = ({ attempts }: GatewayCall, target: LiveTarget): string => {
  if (attempts.length === 0) return `${target.card.id}=ok`;
  return [...attempts.map(({ model, outcome }) => `${model}=${outcome}`), `${target.card.id}=ok`].join(', ');
};

const ownHeaders = (call: GatewayCall, target: LiveTarget): Record<string, string> => ({
  'x-throughline-target': target.card.id,
  'x-throughline-attempts': attemptsOf(call, target),
  'x-throughline-trace-id': call.traceId,
});

/** The client of a call as the sink of a target's answer. */
export const createSink = (call: GatewayCall, target: LiveTarget): AnswerSink => {
  const { captured, exchange } = call;
  const { reply } = exchange;
  return {
    begin: (status, provider) => {
      const own = ownHeaders(call, target);
      if (call.stream) {
        own['cache-control'] = 'no-cache, no-transform';
        own['x-accel-buffering'] = 'no';
      }
      reply.writeHead(status, responseHeaders(provider, own));
    },
    write:
      captured === undefined
        ? reply.write
        : (bytes) => {
            captured.keep(bytes);
            return reply.write(bytes);
          },
    onDrain: reply.onDrain,
    end: () => reply.end(),
    whole: (status, provider, body) => {
      const own = ownHeaders(call, target);
      own['content-length'] = String(body.length);
      reply.writeHead(status, responseHeaders(provider, own));
      reply.end(body);
      captured?.keep(body);
    },
    cut: (problem) => {
      if (call.stream) reply.write(call.front.streamError(problem));
      reply.destroy();
    },
  };
};
