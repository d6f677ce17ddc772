import type { Charter } from '#plan/charter/contract';
import type { ModelCard, ModelNeeds } from './contract.ts';

export type Constraints = Charter['constraints'];

const listed = (values: readonly string[], value: string): boolean =>
  values.some((entry) => entry.toLowerCase() === value.toLowerCase());

/** Why the charter forbids a model; empty when it does not. */
export const reasonsAgainst = (
  { residency, licences, access }: Constraints,
  card: Pick<ModelCard, 'residency' | 'licence' | 'access'>,
): readonly string[] => [
  ...(listed(residency, card.residency)
    ? []
    : [`prompts would be processed in "${card.residency}", and the charter allows ${residency.join(', ')}`]),
  ...(licences.length === 0 || listed(licences, card.licence)
    ? []
    : [`its licence is ${card.licence}, and the charter allows ${licences.join(', ')}`]),
  ...(access.includes(card.access) ? [] : [`it is ${card.access}, and the charter allows ${access.join(', ')}`]),
];

const jsonRank = { none: 0, object: 1, schema: 2 } as const;

/** What the project needs and a chat model does not offer; empty when it offers everything. */
export const unmetNeeds = (needs: ModelNeeds, card: ModelCard): readonly string[] => {
  const { contextTokens = 0, inputModalities, tools, json, maximumPrice } = needs;
  const missing = inputModalities.filter((modality) => !card.modalities.input.includes(modality));
  const reasons: readonly (readonly [boolean, string])[] = [
    [
      card.contextTokens < contextTokens,
      `its context is ${card.contextTokens} tokens, and ${contextTokens} are needed`,
    ],
    [missing.length > 0, `it does not read ${missing.join(', ')}`],
    [tools && !card.tools, 'it does not call tools'],
    [jsonRank[card.json] < jsonRank[json], `its answers cannot be held to JSON (${json})`],
    [
      card.price.input > (maximumPrice.input ?? Infinity),
      `its input costs $${card.price.input} per million tokens, and $${maximumPrice.input} is the most`,
    ],
    [
      card.price.output > (maximumPrice.output ?? Infinity),
      `its output costs $${card.price.output} per million tokens, and $${maximumPrice.output} is the most`,
    ],
  ];
  return reasons.flatMap(([broken, reason]) => (broken ? [reason] : []));
};

/** That a model has ended, on a day given as ISO 8601. */
export const endedBefore = ({ deprecation }: ModelCard, today: string): readonly string[] =>
  deprecation !== undefined && deprecation.date < today ? [`it stopped answering on ${deprecation.date}`] : [];

export interface RuledCards {
  readonly allowed: readonly ModelCard[];
  readonly ruledOut: readonly { readonly id: string; readonly because: string }[];
}

export interface Rules {
  readonly constraints: Constraints;
  /** For chat models. */
  readonly needs?: ModelNeeds;
  /** ISO 8601. */
  readonly today: string;
}

/** Splits candidates by what the charter allows, what the project needs, and what still answers. */
export const ruleOut = ({ constraints, needs, today }: Rules, cards: readonly ModelCard[]): RuledCards => {
  const judged = cards.map((card) => ({
    card,
    because: [
      ...reasonsAgainst(constraints, card),
      ...(needs === undefined ? [] : unmetNeeds(needs, card)),
      ...endedBefore(card, today),
    ].join('; '),
  }));
  return {
    allowed: judged.filter(({ because }) => because === '').map(({ card }) => card),
    ruledOut: judged.filter(({ because }) => because !== '').map(({ card, because }) => ({ id: card.id, because })),
  };
};
