import { attemptSpans, callSpan } from '../../observe/call-span.ts';
import { askedText, saidText } from '../content/texts.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { Account, Reservation } from '../port.ts';
import type { LiveTarget } from '../plan/target.ts';
import type { Bill } from './bill.ts';
import type { GatewayCall } from './gateway-call.ts';

/** How a call ended, for limits, accounts, spans and metrics. */
export interface Settlement {
  readonly outcome: Account['outcome'];
  readonly status: number;
  /** Who answered. */
  readonly target: LiveTarget | undefined;
  readonly bill: Bill;
  readonly firstByteMs: number | undefined;
}

const accountOf = (call: GatewayCall, settlement: Settlement, durationMs: number): Account => {
  const { target, bill } = settlement;
  const { actor, key } = call.exchange;
  return {
    id: call.id,
    traceId: call.traceId,
    at: call.startedAt,
    keyId: actor,
    organisation: key?.organisation,
    team: key?.team,
    endUser: call.endUser,
    route: call.name,
    model: target?.card.id ?? '',
    provider: target?.card.provider ?? '',
    dialect: call.dialect,
    outcome: settlement.outcome,
    status: settlement.status,
    attempts: call.attempts.length,
    usage: bill.usage,
    estimated: bill.estimated,
    costNano: bill.costNano,
    durationMs,
    firstByteMs: settlement.firstByteMs,
  };
};

const spanIdLength = 16;

const recordSpans = (deps: GatewayDeps, call: GatewayCall, trace: Parameters<typeof callSpan>[0]): void => {
  deps.telemetry.record(callSpan(trace, deps.captureCalls));
  if (call.attempts.length < 2) return;
  const newSpanId = (): string => deps.ids.uuid().replaceAll('-', '').slice(-spanIdLength);
  for (const span of attemptSpans(trace, newSpanId)) deps.telemetry.record(span);
};

const contentOf = ({ captured, parsed, stream }: GatewayCall) => {
  if (captured === undefined) return {};
  const body = parsed();
  return { prompt: body === undefined ? undefined : askedText(body), answer: saidText(captured.bytes(), stream) };
};

const roundMs = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

/** Gives back what was reserved too much, and hands the call to the queues of accounts, spans and metrics. Never waits. */
export const settleCall = (
  deps: GatewayDeps,
  call: GatewayCall,
  settlement: Settlement & { readonly reservation: Reservation | undefined },
): void => {
  const { bill, target, reservation, firstByteMs } = settlement;
  const { usage, costNano } = bill;
  reservation?.settle({ tokens: usage.inputTokens + usage.outputTokens, costNano });
  const durationMs = deps.clock.monotonic() - call.started;
  const account = accountOf(call, settlement, roundMs(durationMs));
  deps.accounted(account);
  const overheadMs = Math.max(0, durationMs - call.outsideMs);
  const { attempts } = call;
  deps.called({
    route: call.route.name,
    model: account.model,
    outcome: account.outcome,
    durationMs,
    overheadMs,
    firstByteMs,
    retries: Math.max(0, attempts.length - 1),
    usage,
    costNano,
  });
  recordSpans(deps, call, {
    account,
    spanId: call.spanId,
    parentSpanId: call.parentSpanId,
    providerModel: target?.card.providerModel ?? '',
    streamed: call.stream,
    attempts,
    cache: call.cache,
    overheadMs,
    ...contentOf(call),
  });
};
