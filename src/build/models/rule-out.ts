import type { Charter } from '#plan/charter/contract';
import type { ModelCard } from './contract.ts';

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

export interface RuledCards {
  readonly allowed: readonly ModelCard[];
  readonly ruledOut: readonly { readonly id: string; readonly because: string }[];
}

/** Splits candidates by the charter's constraints. */
export const ruleOut = (constraints: Constraints, cards: readonly ModelCard[]): RuledCards => {
  const judged = cards.map((card) => ({ card, because: reasonsAgainst(constraints, card).join('; ') }));
  return {
    allowed: judged.filter(({ because }) => because === '').map(({ card }) => card),
    ruledOut: judged.filter(({ because }) => because !== '').map(({ card, because }) => ({ id: card.id, because })),
  };
};
