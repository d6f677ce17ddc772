import { err, ok, type Fault, type Result } from '#kernel';
import { mergeCatalogue } from './catalogue.ts';
import type { ModelCard, ModelsConfig } from './contract.ts';
import { fault } from './errors.ts';

/** The catalogue entry of an id or an alias. */
export const findCard = (config: ModelsConfig, id: string): Result<ModelCard, Fault> => {
  const catalogue = mergeCatalogue(config);
  const card = catalogue.find((entry) => entry.id === id) ?? catalogue.find(({ aliases }) => aliases.includes(id));
  if (card !== undefined) return ok(card);
  return err(fault('MODELS_UNKNOWN', { id, known: catalogue.map((entry) => entry.id).join(', ') }));
};
