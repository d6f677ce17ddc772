import { costOf } from '#build/models';
import type { Fault, Result } from '#kernel';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { Payer, Reservation } from '../port.ts';
import type { LiveTarget } from '../plan/target.ts';
import type { GatewayCall } from './gateway-call.ts';

/** Which models the key may use was checked before, by every name that the route has. */
const everything: readonly string[] = ['*'];

const payerOf = ({ exchange: { key, actor }, endUser }: GatewayCall): Payer => ({
  keyId: actor,
  organisation: key?.organisation,
  team: key?.team,
  endUser,
  models: everything,
});

const dearest = (targets: readonly LiveTarget[], usage: Parameters<typeof costOf>[1]): number => {
  let most = 0;
  for (const { card } of targets) most = Math.max(most, costOf(card, usage));
  return most;
};

/** Takes a place among the calls of the key, but no tokens and no money: an answer that is kept already costs nothing. */
export const reservePlace = (
  deps: GatewayDeps,
  call: GatewayCall,
): Result<Reservation, Fault> | Promise<Result<Reservation, Fault>> =>
  deps.limits.reserve({ payer: payerOf(call), model: call.route.name, tokens: 0, costNano: 0 });

/** Takes a place, tokens and money before the first try, by the estimate at the dearest target. */
export const reserve = (
  deps: GatewayDeps,
  call: GatewayCall,
  targets: readonly LiveTarget[],
): Result<Reservation, Fault> | Promise<Result<Reservation, Fault>> => {
  const [inputTokens, outputTokens] = [call.facts.inputTokens(), call.facts.outputTokens];
  return deps.limits.reserve({
    payer: payerOf(call),
    model: call.route.name,
    tokens: inputTokens + outputTokens,
    costNano: dearest(targets, { inputTokens, cachedInputTokens: 0, outputTokens }),
  });
};
