import { defineRoute, ok, type ClockDep, type Route } from '#kernel';
import { catalogueDate } from './catalogue.ts';
import { modelRows } from './describe-model.ts';
import type { ModelsConfig } from './contract.ts';
import { listModels } from './list-models.ts';
import { modelSignals } from './model-signals.ts';
import type { WeightsDep } from './port.ts';

export interface ModelsRouteDeps extends WeightsDep, ClockDep {
  readonly modelsConfig: ModelsConfig;
}

/** GET /api/models. */
export const modelsRoutes = (deps: ModelsRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/models',
    access: 'session',
    summary: 'The catalogue with terms, prices and what is on this machine, and what a person should know about it',
    handle: async () => {
      const models = await listModels(deps, deps.modelsConfig);
      const today = new Date(deps.clock.now()).toISOString().slice(0, 10);
      const cards = models.map(({ card }) => card);
      const signals = modelSignals({ cards, previous: undefined, today, catalogueDate });
      const described = models.map((model) => ({ ...model, facts: modelRows(model.card) }));
      return ok({ kind: 'json', body: { catalogueDate, models: described, signals } });
    },
  }),
];
