import { defineRoute, err, ok, type Route } from '#kernel';
import { serveFaults } from './errors.ts';
import type { RoutingDep, ServedModel } from './port.ts';

const modelOf = ({ id, created, says }: ServedModel) => ({
  id,
  object: 'model',
  created,
  owned_by: 'throughline',
  description: says,
});

/** GET /v1/models and GET /v1/models/:id. */
export const modelsRoutes = ({ routing }: RoutingDep): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/v1/models',
    access: 'session-or-api-key',
    summary: 'What can be asked for as `model`',
    handle: async () => ok({ kind: 'json', body: { object: 'list', data: routing.models().map(modelOf) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/models/:id',
    access: 'session-or-api-key',
    summary: 'One model',
    handle: async ({ params }) => {
      const id = params['id'] ?? '';
      const model = routing.models().find((known) => known.id === id);
      return model === undefined
        ? err(serveFaults.fault('SERVE_MODEL_UNKNOWN', { model: id.slice(0, 200) }))
        : ok({ kind: 'json', body: modelOf(model) });
    },
  }),
];
