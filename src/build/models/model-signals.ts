import type { ModelCard, Selection } from './contract.ts';

export type ModelSignal = Selection['signals'][number];

export interface SignalInput {
  /** Cards of the models that the project uses or was about to use. */
  readonly cards: readonly ModelCard[];
  /** The selection before; undefined the first time. */
  readonly previous: Pick<Selection, 'prices'> | undefined;
  /** ISO 8601 dates. */
  readonly today: string;
  readonly catalogueDate: string;
}

const dayMs = 86_400_000;
/** How long before its end a model is a signal. */
const noticeDays = 90;
/** Prices are read by people; after this they are probably out of date. */
const catalogueDays = 180;

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

const deprecationOf = ({ id, deprecation }: ModelCard, today: string): readonly ModelSignal[] => {
  if (deprecation === undefined) return [];
  const days = daysBetween(today, deprecation.date);
  if (days > noticeDays) return [];
  const instead = deprecation.replacement === undefined ? '' : ` Its maker names ${deprecation.replacement} instead.`;
  const when = days < 0 ? `stopped on ${deprecation.date}` : `stops on ${deprecation.date}, in ${days} days`;
  return [{ kind: 'deprecation', model: id, says: `${id} ${when}.${instead}`, reevaluate: true }];
};

const priceOf = ({ id, price }: ModelCard, previous: SignalInput['previous']): readonly ModelSignal[] => {
  const before = previous?.prices[id];
  if (before === undefined) return [];
  const changed = (['input', 'cachedInput', 'output'] as const).filter((name) => before[name] !== price[name]);
  if (changed.length === 0) return [];
  const says = changed.map((name) => `${name} ${before[name]} to ${price[name]}`).join(', ');
  return [
    {
      kind: 'price',
      model: id,
      says: `The price of ${id} changed (US dollars per million tokens): ${says}.`,
      reevaluate: true,
    },
  ];
};

const oldCatalogue = ({ cards, today, catalogueDate }: SignalInput): readonly ModelSignal[] => {
  const days = daysBetween(catalogueDate, today);
  const paid = cards.filter(({ price, priceDate }) => price.output > 0 && (priceDate ?? '') <= catalogueDate);
  if (days <= catalogueDays || paid.length === 0) return [];
  const says = `Prices and terms of ${paid.map(({ id }) => id).join(', ')} are from the catalogue of ${catalogueDate}, ${days} days ago; check them, and put what has changed under models.prices.`;
  return [{ kind: 'catalogue-old', model: '', says, reevaluate: false }];
};

/** What changed about the models of a project that a person should know, or that calls for another evaluation. */
export const modelSignals = (input: SignalInput): readonly ModelSignal[] => [
  ...input.cards.flatMap((card) => [...deprecationOf(card, input.today), ...priceOf(card, input.previous)]),
  ...oldCatalogue(input),
];
