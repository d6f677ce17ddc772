import { defineRoute, ok, type Fault, type Result, type Route } from '#kernel';
import { rolloutOrderSchema, type RolloutConfig, type RolloutOrder, type RolloutState } from './contract.ts';
import { abort, promote, rollBack, type OrderDeps } from './orders.ts';
import { viewRollout, type ViewDeps } from './view-rollout.ts';

export type RolloutRouteDeps = ViewDeps &
  OrderDeps & {
    readonly rolloutConfig: RolloutConfig;
    /** Makes the serving process follow the new state before the reply. */
    readonly decided: () => Promise<void>;
  };

type Order = (deps: OrderDeps, order: RolloutOrder) => Promise<Result<RolloutState, Fault>>;

const orderRoute = (
  deps: RolloutRouteDeps,
  { name, summary, order }: { readonly name: string; readonly summary: string; readonly order: Order },
): Route =>
  defineRoute({
    method: 'POST',
    path: `/api/rollout/${name}`,
    access: 'session',
    summary,
    body: rolloutOrderSchema,
    handle: async ({ body }) => {
      const state = await order(deps, body);
      if (!state.ok) return state;
      await deps.decided();
      return ok({ kind: 'json', body: await viewRollout(deps, deps.rolloutConfig) });
    },
  });

/** GET /api/rollout and the orders of a person. */
export const rolloutRoutes = (deps: RolloutRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/rollout',
    access: 'session',
    summary: 'The running or last rollout: arms, guards, e-values over time',
    handle: async () => ok({ kind: 'json', body: await viewRollout(deps, deps.rolloutConfig) }),
  }),
  orderRoute(deps, {
    name: 'promote',
    summary: 'Makes the canary the active release',
    order: (given, order) => promote(given, order),
  }),
  orderRoute(deps, {
    name: 'rollback',
    summary: 'Takes the canary away, or goes back to the release before',
    order: (given, order) => rollBack(given, order),
  }),
  orderRoute(deps, { name: 'abort', summary: 'Ends the rollout without a verdict', order: abort }),
];
