import type { Fault, Result } from '#kernel';
import { mergeCatalogue } from './catalogue.ts';
import { isPulled } from './candidates.ts';
import type { ModelCard, ModelsConfig } from './contract.ts';
import { findCard } from './find-card.ts';
import { modelFiles } from './locate-model.ts';
import type { WeightsDep } from './port.ts';

/** `here`: its files are in the models folder; `remote`: they are not; `none`: it has no files to pull. */
export type WeightsState = 'here' | 'remote' | 'none';

export interface ListedModel {
  readonly card: ModelCard;
  readonly weights: WeightsState;
}

const stateOf = async (deps: WeightsDep, card: ModelCard): Promise<WeightsState> => {
  if (modelFiles(card).length === 0) return 'none';
  return (await isPulled(deps, card)) ? 'here' : 'remote';
};

/** Every model of the catalogue, and whether its weights are on this machine. */
export const listModels = async (deps: WeightsDep, config: ModelsConfig): Promise<readonly ListedModel[]> =>
  Promise.all(mergeCatalogue(config).map(async (card) => ({ card, weights: await stateOf(deps, card) })));

/** One model of the catalogue. */
export const showModel = async (
  deps: WeightsDep,
  config: ModelsConfig,
  id: string,
): Promise<Result<ListedModel, Fault>> => {
  const card = findCard(config, id);
  if (!card.ok) return card;
  return { ok: true, value: { card: card.value, weights: await stateOf(deps, card.value) } };
};
