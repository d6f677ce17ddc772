import type { ByteExchange } from '#kernel';
import type { Dialect } from '#build/models';
import type { DialectFront, JsonObject } from '../../dialects/port.ts';
import type { CallTrace, TargetAttempt } from '../../observe/call-span.ts';
import type { Captured } from '../content/captured.ts';
import type { ScannedBody } from '../body/scan-body.ts';
import type { LiveRoute, RouteFacts } from '../plan/target.ts';

/** One call of a client, from its bytes to its account. */
export interface GatewayCall {
  readonly exchange: ByteExchange;
  readonly dialect: Dialect;
  readonly front: Pick<DialectFront, 'encodeError' | 'streamError'>;
  readonly body: ScannedBody;
  /** The whole body parsed; costs what it costs, and is kept. */
  readonly parsed: () => JsonObject | undefined;
  /** The model as the client named it. */
  readonly name: string;
  readonly route: LiveRoute;
  readonly facts: RouteFacts;
  readonly stream: boolean;
  /** The client wants usage in the stream. */
  readonly wantsUsage: boolean;
  readonly endUser: string | undefined;
  /** UUIDv7 of the account. */
  readonly id: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly startedAt: number;
  readonly started: number;
  readonly attempts: TargetAttempt[];
  cache: CallTrace['cache'];
  /** The answer as the client got it, when its content is kept. */
  readonly captured: Captured | undefined;
  isGone: boolean;
  /** Called once when the client goes. */
  onGone: (() => void) | undefined;
  /** Milliseconds in which a provider was waited for. */
  outsideMs: number;
}
