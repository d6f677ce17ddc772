import { allOk, ok, type Fault, type Result } from '#kernel';
import { defaultModels, lastResortEmbedding, mergeCatalogue } from './catalogue.ts';
import type { ModelCard, ModelsConfig } from './contract.ts';
import { findCard } from './find-card.ts';
import { modelFiles } from './locate-model.ts';
import type { WeightsDep } from './port.ts';

/** Whether every file of a local model is in the models folder. */
export const isPulled = async ({ weights }: WeightsDep, card: ModelCard): Promise<boolean> => {
  const paths = await Promise.all(modelFiles(card).map((file) => weights.locate(card, file)));
  return !paths.includes(undefined);
};

const pulledIds = async (
  deps: WeightsDep,
  config: ModelsConfig,
  task: 'chat' | 'embedding',
): Promise<readonly string[]> => {
  const local = mergeCatalogue(config).filter((card) => card.task === task && modelFiles(card).length > 0);
  const pulled = await Promise.all(local.map((card) => isPulled(deps, card)));
  return local.filter((_, index) => pulled[index]).map(({ id }) => id);
};

/**
 * The models a project may use for a task: those it names, else the default and whatever is on this machine.
 * The bundled embedding model is always the last candidate.
 */
export const candidatesOf = async (
  deps: WeightsDep,
  config: ModelsConfig,
  task: 'chat' | 'embedding',
): Promise<Result<readonly ModelCard[], Fault>> => {
  const named = config[task];
  const ids = named.length > 0 ? named : [...defaultModels[task], ...(await pulledIds(deps, config, task))];
  const wanted = task === 'embedding' ? [...ids, lastResortEmbedding] : ids;
  const cards = allOk([...new Set(wanted)].map((id) => findCard(config, id)));
  return cards.ok ? ok(cards.value) : cards;
};
