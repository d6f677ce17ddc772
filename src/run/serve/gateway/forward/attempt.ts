import type { AnswerSink } from '../call/sink.ts';
import type { GatewayCall } from '../call/gateway-call.ts';
import type { Outcome } from '../call/outcome.ts';
import type { LiveTarget } from '../plan/target.ts';

/** One try at one target. */
export interface AttemptInput {
  readonly call: GatewayCall;
  readonly target: LiveTarget;
  readonly sink: AnswerSink;
  /** Asked when the first byte is there: false when another try has won, and this one is to stay silent. */
  readonly claim: () => boolean;
}

export interface RunningAttempt {
  readonly outcome: Promise<Outcome>;
  /** Ends it at once, also at the provider; its outcome is `aborted`. */
  readonly abort: () => void;
}
