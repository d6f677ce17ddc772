import type { ByteRoute, FeedbackDep, Route } from '#kernel';
import type { AnswerDeps } from './answer-chat.ts';
import { noGateway, type Gateway } from './gateway/create-gateway.ts';
import { gatewayRoutes } from './gateway/gateway-routes.ts';
import { feedbackRoute } from './feedback-route.ts';
import { healthRoutes, type HealthDeps } from './health-routes.ts';
import { modelsRoutes } from './models-routes.ts';
import { openApiRoute, type DescribedRoute } from './open-api.ts';
import { answerReleased } from './released/answer-released.ts';
import type { ServeMeter } from './meter.ts';
import { gatewayViewRoute, type GatewayViewDeps } from './observe/gateway-view.ts';

export interface ServeDeps extends AnswerDeps, FeedbackDep, Omit<HealthDeps, 'meter' | 'gateway'> {
  readonly meter: ServeMeter;
  /** Every route the server mounts, for /openapi.json; asked when the document is. */
  readonly allRoutes: () => readonly DescribedRoute[];
  readonly version: string;
  /** Models of providers behind the same door; none when absent. */
  readonly gateway?: Gateway;
  readonly drops?: GatewayViewDeps['drops'];
}

/** The routes of serving. */
export const serveRoutes = (deps: ServeDeps): readonly Route[] => [
  ...modelsRoutes(deps),
  feedbackRoute(deps),
  ...healthRoutes(deps),
  gatewayViewRoute({ ...deps, gateway: deps.gateway ?? noGateway, drops: deps.drops ?? (() => ({})) }),
  openApiRoute(deps.allRoutes, deps.version),
];

/** The routes of serving that own their bytes: every API that models are asked through. */
export const serveByteRoutes = (deps: AnswerDeps, gateway: Gateway = noGateway): readonly ByteRoute[] =>
  gatewayRoutes({ gateway, other: answerReleased(deps) });
