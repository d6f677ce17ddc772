import { err, type Fault, type Result } from '#kernel';
import type { ModelCard, ModelsConfig } from './contract.ts';
import { fault } from './errors.ts';
import { findCard } from './find-card.ts';
import type { ModelsDep } from './port.ts';
import { providers, type ProviderDeps } from './providers/registry.ts';

type Task = ModelCard['task'];

interface OpenModel<Model> {
  readonly task: Task;
  readonly open: (card: ModelCard) => Promise<Result<Model, Fault>> | undefined;
}

const wrongTask = (card: ModelCard, wanted: Task): Fault =>
  fault('MODELS_WRONG_TASK', { id: card.id, wanted, task: card.task });

const noProvider = ({ id, provider }: ModelCard): Fault =>
  fault('MODELS_PROVIDER_UNKNOWN', { id, provider, known: Object.keys(providers).join(', ') });

/** Opens each model once; one that failed to open is tried again by the next call. */
const createOpen = <Model>(config: ModelsConfig, { task, open }: OpenModel<Model>) => {
  const opened = new Map<string, Promise<Result<Model, Fault>>>();
  const start = async (id: string): Promise<Result<Model, Fault>> => {
    const card = findCard(config, id);
    if (!card.ok) return card;
    if (card.value.task !== task) return err(wrongTask(card.value, task));
    return open(card.value) ?? err(noProvider(card.value));
  };
  return async (id: string): Promise<Result<Model, Fault>> => {
    const opening = opened.get(id) ?? start(id);
    opened.set(id, opening);
    const result = await opening;
    if (!result.ok) opened.delete(id);
    return result;
  };
};

/** Every model of the catalogue and of the project, opened when it is first asked for. */
export const createModels = (deps: ProviderDeps, config: ModelsConfig): ModelsDep => ({
  models: {
    chat: createOpen(config, { task: 'chat', open: (card) => providers[card.provider]?.chat?.(deps, card) }),
    embedding: createOpen(config, {
      task: 'embedding',
      open: (card) => providers[card.provider]?.embedding?.(deps, card),
    }),
    rerank: createOpen(config, { task: 'rerank', open: (card) => providers[card.provider]?.rerank?.(deps, card) }),
  },
});
