import type { Problem } from '../../dialects/port.ts';
import { problemOf } from '../../dialects/problem-of.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { planTargets } from '../plan/plan-targets.ts';
import type { LiveTarget } from '../plan/target.ts';
import type { Account, Reservation } from '../port.ts';
import { billOf, noBill } from './bill.ts';
import { finalProblem, noTarget } from './final-problem.ts';
import type { GatewayCall } from './gateway-call.ts';
import type { Outcome } from './outcome.ts';
import type { EndedTry } from './start-attempt.ts';
import { reserve } from './reserve.ts';
import { settleCall, type Settlement } from './settle-call.ts';
import { tryTargets, type Tried } from './try-targets.ts';

const traceHeader = 'x-throughline-trace-id';
const attemptsHeader = 'x-throughline-attempts';
const clientGone = 499;

const attemptsOf = ({ attempts }: GatewayCall): Record<string, string> =>
  attempts.length === 0
    ? {}
    : { [attemptsHeader]: attempts.map(({ model, outcome }) => `${model}=${outcome}`).join(', ') };

const sendProblem = (call: GatewayCall, problem: Problem): void => {
  const { status, headers, body } = call.front.encodeError(problem);
  const own = { [traceHeader]: call.traceId, ...attemptsOf(call), 'content-length': String(Buffer.byteLength(body)) };
  call.exchange.reply.writeHead(status, { ...headers, ...own });
  call.exchange.reply.end(body);
};

/** Errors that are about the request go to the client in the provider's own words. */
const ownWords: ReadonlySet<string> = new Set(['invalid', 'context', 'policy']);

const sendOutcome = (call: GatewayCall, outcome: Outcome): number => {
  const problem = finalProblem(call, outcome);
  if (outcome.kind !== 'refused' || outcome.body === undefined || !ownWords.has(outcome.error.kind)) {
    sendProblem(call, problem);
    return problem.status;
  }
  const { bytes, contentType } = outcome.body;
  call.exchange.reply.writeHead(outcome.status, {
    'content-type': contentType,
    'content-length': String(bytes.length),
    'x-should-retry': 'false',
    [traceHeader]: call.traceId,
    ...attemptsOf(call),
  });
  call.exchange.reply.end(bytes);
  return outcome.status;
};

const outcomeOf = ({ outcome }: EndedTry, call: GatewayCall): Account['outcome'] => {
  if (outcome.kind === 'answered') return 'ok';
  return outcome.kind === 'aborted' || call.isGone ? 'aborted' : 'failed';
};

const settlementOf = (call: GatewayCall, last: EndedTry): Settlement => {
  const { target, outcome } = last;
  const answer = { target, bill: billOf(call, target, outcome), outcome: outcomeOf(last, call) };
  if (outcome.kind === 'answered') return { ...answer, status: outcome.status, firstByteMs: outcome.firstByteMs };
  if (outcome.kind === 'cut') return { ...answer, status: 200, firstByteMs: outcome.firstByteMs };
  if (outcome.kind === 'aborted') return { ...answer, status: clientGone, firstByteMs: outcome.firstByteMs };
  const status = call.isGone ? clientGone : sendOutcome(call, outcome);
  return { ...answer, status, target: undefined, firstByteMs: undefined };
};

/** The provider of a hedge that lost has worked too; that is an account of its own. */
const accountLoser = (
  deps: GatewayDeps,
  call: GatewayCall,
  { target, outcome, startedAt, durationMs }: EndedTry,
): void => {
  const { usage, estimated, costNano } = billOf(call, target, outcome);
  const { exchange } = call;
  deps.accounted({
    id: deps.ids.uuid(),
    traceId: call.traceId,
    at: startedAt,
    keyId: exchange.actor,
    organisation: exchange.key?.organisation,
    team: exchange.key?.team,
    endUser: call.endUser,
    route: call.name,
    model: target.card.id,
    provider: target.card.provider,
    dialect: call.dialect,
    outcome: 'aborted',
    status: clientGone,
    attempts: 1,
    usage,
    estimated,
    costNano,
    durationMs,
  });
};

const finish = (
  deps: GatewayDeps,
  call: GatewayCall,
  { reservation, ...tried }: Tried & { readonly reservation: Reservation },
): void => {
  const settlement = settlementOf(call, tried.last);
  let { costNano } = settlement.bill;
  for (const loser of tried.losers) {
    accountLoser(deps, call, loser);
    costNano += billOf(call, loser.target, loser.outcome).costNano;
  }
  // Limits see what the call cost in all; accounts see each part once.
  const settled: Reservation = { settle: ({ tokens }) => reservation.settle({ tokens, costNano }) };
  settleCall(deps, call, { ...settlement, reservation: settled });
};

const without = (outcome: Account['outcome'], status: number): Settlement => ({
  outcome,
  status,
  target: undefined,
  bill: noBill,
  firstByteMs: undefined,
});

/** Answers with a problem of our own, and accounts the call as denied. */
export const deny = (deps: GatewayDeps, call: GatewayCall, problem: Problem): void => {
  sendProblem(call, problem);
  settleCall(deps, call, { ...without('denied', problem.status), reservation: undefined });
};

const nextTurn = (): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  setImmediate(resolve);
  return promise;
};

const serve = async (
  deps: GatewayDeps,
  call: GatewayCall,
  { targets, reservation }: { readonly targets: readonly LiveTarget[]; readonly reservation: Reservation },
): Promise<void> => {
  const tried = call.isGone ? undefined : await tryTargets(deps, call, targets);
  // The answer is on its way in this turn of the loop; the books are kept in the next.
  await nextTurn();
  if (tried === undefined) settleCall(deps, call, { ...without('aborted', clientGone), reservation });
  else finish(deps, call, { ...tried, reservation });
};

const listenToClient = (call: GatewayCall): void =>
  call.exchange.reply.onGone(() => {
    call.isGone = true;
    call.onGone?.();
  });

/** A call from its plan to its account. */
export const runCall = async (deps: GatewayDeps, call: GatewayCall): Promise<void> => {
  listenToClient(call);
  deps.budget.counted();
  const { targets, waitMs } = planTargets(call.route, call.facts, { now: deps.clock.monotonic(), random: deps.random });
  if (targets.length === 0) return deny(deps, call, noTarget(call, waitMs));
  const reserving = reserve(deps, call, targets);
  const reserved = reserving instanceof Promise ? await reserving : reserving;
  if (!reserved.ok) return deny(deps, call, problemOf(reserved.error));
  await serve(deps, call, { targets, reservation: reserved.value });
};
