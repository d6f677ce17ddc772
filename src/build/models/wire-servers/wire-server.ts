import type { Json } from '#kernel';
import type { Usage } from '../contract.ts';

/** What a model says to one call, in no provider's words; each server puts it into its own. */
export interface WireAnswer {
  /** Pieces, as they are streamed. */
  readonly text?: readonly string[];
  readonly reasoning?: readonly string[];
  readonly toolCalls?: readonly { readonly id: string; readonly name: string; readonly arguments: Json }[];
  readonly finish?: 'stop' | 'length' | 'filtered';
  readonly usage?: Usage;
  /** How a stream ends: cleanly but too early, by an error in the stream, by a reset, or not at all. */
  readonly ends?: 'whole' | 'early' | 'error' | 'reset' | 'never';
  /** Milliseconds between pieces. */
  readonly pauseMs?: number;
}

/** An error in place of an answer. */
export interface WireRefusal {
  readonly refuse: 'limit' | 'quota' | 'overloaded' | 'failed' | 'context' | 'invalid';
  readonly retryAfterMs?: number;
}

/** A call as the server saw it: the judge of what a client really did. */
export interface SeenCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The client left before the answer was whole. */
  aborted: boolean;
}

export type WireScript = (call: SeenCall) => WireAnswer | WireRefusal;

/** A provider's wire format as a function, for tests; `testing.ts` listens with it on a port. */
export interface WireServer {
  readonly handle: (request: Request) => Promise<Response>;
  /** The newest thousand calls, oldest first. */
  readonly calls: readonly SeenCall[];
}

export const isRefusal = (answer: WireAnswer | WireRefusal): answer is WireRefusal => 'refuse' in answer;

/** Counted when a script says nothing about it. */
export const usualUsage: Usage = { inputTokens: 12, cachedInputTokens: 0, outputTokens: 5 };

const keptCalls = 1000;

/** What is wrong with a request: an answer that is thrown. */
export class WireProblem extends Error {
  readonly response: Response;
  constructor(response: Response) {
    super(`HTTP ${response.status}`);
    this.response = response;
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export interface ReceivedCall {
  readonly request: Request;
  readonly url: URL;
  readonly text: string;
  readonly seen: SeenCall;
}

/** Keeps what was asked, and turns thrown problems into answers. */
export const createWireServer = (answer: (call: ReceivedCall) => Promise<Response> | Response): WireServer => {
  const calls: SeenCall[] = [];
  return {
    calls,
    handle: async (request) => {
      const url = new URL(request.url);
      const text = await request.text();
      const seen: SeenCall = {
        path: `${url.pathname}${url.search}`,
        headers: Object.fromEntries(request.headers),
        body: parse(text),
        aborted: false,
      };
      calls.push(seen);
      if (calls.length > keptCalls) calls.shift();
      try {
        return await answer({ request, url, text, seen });
      } catch (thrown) {
        if (thrown instanceof WireProblem) return thrown.response;
        throw thrown;
      }
    },
  };
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** A reset throws away what was not read yet. */
const resetMs = 20;

/** Sends pieces one write each; what comes after them is the answer's `ends`. */
export const streamPieces = (
  pieces: readonly Uint8Array[],
  { ends = 'whole', pauseMs = 0 }: WireAnswer,
  seen: SeenCall,
): ReadableStream<Uint8Array> => {
  const left = pieces.values();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { value } = left.next();
        if (value !== undefined) {
          if (pauseMs > 0) await pause(pauseMs);
          controller.enqueue(value);
        } else if (ends === 'reset') {
          await pause(resetMs);
          controller.error(new Error('reset'));
        } else if (ends === 'never') await new Promise(() => {});
        else controller.close();
      },
      cancel: () => {
        seen.aborted = true;
      },
    },
    { highWaterMark: 0 },
  );
};
