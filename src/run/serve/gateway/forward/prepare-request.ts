import { ok, type Fault, type Result } from '#kernel';
import type { WireRequest } from '#build/models';
import { spliceBody } from '../body/splice.ts';
import type { GatewayCall } from '../call/gateway-call.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { UpstreamRequest } from '../port.ts';
import type { LiveTarget } from '../plan/target.ts';
import { requestHeaders } from './headers.ts';

const defaultKeepAliveMs = 4_000;

/** Whether usage has to be asked for, and so must be taken out of what the client gets. */
export const asksForUsage = ({ dialect, stream, wantsUsage }: GatewayCall, { wire }: LiveTarget): boolean =>
  stream &&
  !wantsUsage &&
  wire.usageInStream !== 'always' &&
  (dialect === 'openai-chat' || dialect === 'openai-completions');

const toUpstream = ({ timeouts, wire }: LiveTarget, { method, url, headers, body }: WireRequest): UpstreamRequest => ({
  method,
  url,
  headers,
  body,
  connectMs: timeouts.connectMs,
  firstByteMs: timeouts.firstTokenMs,
  idleMs: timeouts.idleMs,
  totalMs: timeouts.totalMs,
  keepAliveMs: wire.keepAliveMs ?? defaultKeepAliveMs,
});

/** The client's bytes for a provider that speaks its dialect, signed. A promise only where signing needs one. */
export const prepareRequest = (
  deps: GatewayDeps,
  call: GatewayCall,
  target: LiveTarget,
): Result<UpstreamRequest, Fault> | Promise<Result<UpstreamRequest, Fault>> => {
  const { card, wire, urls } = target;
  const signed = wire.sign(deps, card, {
    method: 'POST',
    url: urls[call.dialect] ?? '',
    headers: requestHeaders(call.exchange.headers, call),
    // A deployment is what its provider calls the model.
    body: spliceBody(call.body, {
      model: card.endpoint?.deployment ?? card.providerModel,
      askForUsage: asksForUsage(call, target),
    }),
  });
  const finish = (result: Result<WireRequest, Fault>): Result<UpstreamRequest, Fault> =>
    result.ok ? ok(toUpstream(target, result.value)) : result;
  return signed instanceof Promise ? signed.then(finish) : finish(signed);
};
