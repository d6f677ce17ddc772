import type { UsageReader, WireError } from '#build/models';
import type { UpstreamFailure } from '../port.ts';

/** What was seen of an answer. */
export type Seen = ReturnType<UsageReader['read']>;

/** How one try at one target ended. */
export type Outcome =
  /** The client has it whole. */
  | { readonly kind: 'answered'; readonly status: number; readonly seen: Seen; readonly firstByteMs: number }
  /** The client has a part of it, and knows that it is one. */
  | { readonly kind: 'cut'; readonly message: string; readonly seen: Seen; readonly firstByteMs: number }
  /** We gave it up: the client went, or another target was faster. */
  | { readonly kind: 'aborted'; readonly seen: Seen; readonly firstByteMs: number | undefined }
  /** The provider answered with an error; nothing was forwarded. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly error: WireError;
      /** The provider's own words, in the client's dialect; absent after a translation. */
      readonly body?: { readonly bytes: Buffer; readonly contentType: string };
    }
  /** There was no answer that could be used; nothing was forwarded. */
  | { readonly kind: 'failed'; readonly failure: AttemptFailure; readonly message: string };

export type AttemptFailure =
  | UpstreamFailure
  /** No JSON, no event stream, or nothing at all. */
  | 'malformed'
  /** Our side could not make the request, for instance without a key. */
  | 'unprepared';

export const nothingSeen: Seen = { usage: undefined, finished: false, outputBytes: 0 };

/** The word for an outcome in headers and spans: `ok`, a status with its meaning, or the failure. */
export const outcomeWord = (outcome: Outcome): string => {
  if (outcome.kind === 'answered') return 'ok';
  if (outcome.kind === 'refused') return `${outcome.status}-${outcome.error.kind}`;
  return outcome.kind === 'failed' ? outcome.failure : outcome.kind;
};
