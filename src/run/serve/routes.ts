import type { FeedbackDep, Route } from '#kernel';
import type { AnswerDeps } from './answer-chat.ts';
import { chatRoute } from './chat-route.ts';
import { feedbackRoute } from './feedback-route.ts';
import { healthRoutes, type HealthDeps } from './health-routes.ts';
import { modelsRoutes } from './models-routes.ts';
import { openApiRoute } from './open-api.ts';
import type { ServeMeter } from './meter.ts';

export interface ServeDeps extends AnswerDeps, FeedbackDep, Omit<HealthDeps, 'meter'> {
  readonly meter: ServeMeter;
  /** Every route the server mounts, for /openapi.json; asked when the document is. */
  readonly allRoutes: () => readonly Route[];
  readonly version: string;
}

/** The routes of serving. */
export const serveRoutes = (deps: ServeDeps): readonly Route[] => [
  chatRoute(deps),
  ...modelsRoutes(deps),
  feedbackRoute(deps),
  ...healthRoutes(deps),
  openApiRoute(deps.allRoutes, deps.version),
];
