import { defineRoute, err, ok, type Route } from '#kernel';
import { serveFaults } from './errors.ts';
import type { Gateway } from './gateway/create-gateway.ts';
import type { RoutingDep, ServedModel } from './port.ts';

const modelOf = ({ id, created, says }: ServedModel) => ({
  id,
  object: 'model',
  created,
  owned_by: 'throughline',
  description: says,
});

interface ModelsDeps extends RoutingDep {
  readonly gateway?: Pick<Gateway, 'routes'>;
}

/** The released strategies first, then what the gateway leads to. */
const servedModels = ({ routing, gateway }: ModelsDeps): readonly ServedModel[] => [
  ...routing.models(),
  ...(gateway?.routes.names() ?? []).map(({ name, models }) => ({
    id: name,
    created: 0,
    says: models.length === 1 && models[0] === name ? 'A model of the catalogue.' : `Leads to ${models.join(', ')}.`,
  })),
];

/** GET /v1/models and GET /v1/models/:id. */
export const modelsRoutes = (deps: ModelsDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/v1/models',
    access: 'session-or-api-key',
    summary: 'What can be asked for as `model`',
    handle: async () => ok({ kind: 'json', body: { object: 'list', data: servedModels(deps).map(modelOf) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/models/:id',
    access: 'session-or-api-key',
    summary: 'One model',
    handle: async ({ params }) => {
      const id = params['id'] ?? '';
      const model = servedModels(deps).find((known) => known.id === id);
      return model === undefined
        ? err(serveFaults.fault('SERVE_MODEL_UNKNOWN', { model: id.slice(0, 200) }))
        : ok({ kind: 'json', body: modelOf(model) });
    },
  }),
];
