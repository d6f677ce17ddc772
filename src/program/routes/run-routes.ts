import { defineRoute, ok, type Route } from '#kernel';
import { runRequestSchema, type Lifecycle, type ServerEvent } from '../contract.ts';
import type { EventHub } from '../event-hub.ts';

export interface RunRoutesDeps {
  readonly hub: EventHub;
  readonly version: string;
  readonly lifecycle: () => Promise<Lifecycle>;
  /** Starts a run in the background; false when one goes on already. */
  readonly startRun: (stages: readonly string[]) => boolean;
}

const lines = async function* (hub: EventHub, version: string, signal: AbortSignal): AsyncGenerator<string> {
  const say = (event: ServerEvent): string => `data: ${JSON.stringify(event)}\n\n`;
  yield say({ type: 'hello', version });
  for await (const event of hub.listen(signal)) yield event === undefined ? ': still here\n\n' : say(event);
};

/** The lifecycle map, live events, and starting a run. */
export const runRoutes = (deps: RunRoutesDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/lifecycle',
    access: 'session',
    summary: 'Every stage with its state, reason, progress and newest record',
    handle: async () => ok({ kind: 'json', body: await deps.lifecycle() }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/events',
    access: 'session',
    summary: 'Server-sent events of runs and rollouts',
    handle: async ({ signal }) =>
      ok({ kind: 'stream', contentType: 'text/event-stream', chunks: lines(deps.hub, deps.version, signal) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/run',
    access: 'session',
    summary: 'Brings the named stages, or all, up to date in the background',
    body: runRequestSchema,
    handle: async ({ body }) => ok({ kind: 'json', status: 202, body: { started: deps.startRun(body.stages) } }),
  }),
];
