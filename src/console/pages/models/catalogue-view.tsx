import { useState } from 'react';
import type { ModelsView } from '#build/models/contract';
import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/queries.ts';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { TextField } from '../../ui/field.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Section } from '../../ui/section.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { QueryView } from '../../ui/states.tsx';
import { CompareModels } from './compare-models.tsx';

type Model = ModelsView['models'][number];

/** More columns than this cannot be read side by side. */
const mostCompared = 4;
const weightWords = { here: 'on this machine', remote: 'to be pulled', none: 'at its provider' } as const;

interface Choice {
  readonly chosen: readonly string[];
  readonly toggle: (id: string) => void;
}

const facts: Columns<Model> = [
  {
    id: 'model',
    header: 'Model',
    accessorFn: ({ card }) => card.id,
    cell: ({
      row: {
        original: { card },
      },
    }) => (
      <span className="block py-1.5">
        <span className="block truncate font-medium">{card.id}</span>
        <span className="text-muted block truncate">
          {card.task}, {card.provider}
        </span>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  {
    id: 'licence',
    header: 'Licence',
    accessorFn: ({ card }) => card.licence,
    meta: { className: 'w-40 shrink-0 truncate @max-2xl:hidden' },
  },
  {
    id: 'residency',
    header: 'Residency',
    accessorFn: ({ card }) => card.residency,
    meta: { className: 'w-24 shrink-0 @max-lg:hidden' },
  },
  {
    id: 'context',
    header: 'Context',
    accessorFn: ({ card }) => card.contextTokens,
    cell: ({ row }) => <Quantity of={{ value: row.original.card.contextTokens }} unit="tokens" layout="bare" />,
    meta: { className: 'w-32 shrink-0 @max-xl:hidden', right: true },
  },
  {
    id: 'price',
    header: 'In / out',
    accessorFn: ({ card }) => card.price.output,
    cell: ({
      row: {
        original: { card },
      },
    }) => (card.price.output === 0 && card.price.input === 0 ? 'free' : `$${card.price.input} / $${card.price.output}`),
    meta: { className: 'w-28 shrink-0', right: true },
  },
  {
    id: 'weights',
    header: 'Weights',
    accessorFn: ({ weights }) => weights,
    cell: ({ row }) => (
      <Badge tone={row.original.weights === 'here' ? 'fresh' : 'never'}>{weightWords[row.original.weights]}</Badge>
    ),
    meta: { className: 'w-36 shrink-0 @max-xl:hidden' },
  },
];

const compareColumn = ({ chosen, toggle }: Choice): Columns<Model>[number] => ({
  id: 'compare',
  header: 'Pick',
  enableSorting: false,
  cell: ({
    row: {
      original: { card },
    },
  }) => (
    <input
      type="checkbox"
      aria-label={`Compare ${card.id}`}
      checked={chosen.includes(card.id)}
      disabled={chosen.length >= mostCompared && !chosen.includes(card.id)}
      onChange={() => toggle(card.id)}
    />
  ),
  meta: { className: 'w-14 shrink-0' },
});

const fits = ({ card }: Model, wanted: string): boolean =>
  [card.id, card.name, card.task, card.provider, card.licence, card.residency, ...card.aliases]
    .join(' ')
    .toLowerCase()
    .includes(wanted.toLowerCase());

const Catalogue = ({ view }: { readonly view: ModelsView }) => {
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string): void =>
    setChosen((all) => (all.includes(id) ? all.filter((other) => other !== id) : [...all, id]));
  const compared = chosen.flatMap((id) => view.models.find(({ card }) => card.id === id) ?? []);
  return (
    <>
      {view.signals.map(({ says }) => (
        <p key={says} className="bg-stale-wash mb-3 rounded-md px-3 py-2">
          {says}
        </p>
      ))}
      <Section
        title="Catalogue"
        says={`Prices and terms as read on ${view.catalogueDate}, US dollars per million tokens`}
      >
        <div className="mb-3 flex flex-wrap items-end gap-4">
          <TextField label="Search" value={wanted} onChange={({ target }) => setWanted(target.value)} />
          <p className="text-muted h-8 content-center" aria-live="polite">
            {compared.length < 2 ? (
              `Pick two to ${mostCompared} models to compare them.`
            ) : (
              <a href="#side-by-side" className="underline">
                {compared.length} picked: see them side by side
              </a>
            )}
          </p>
        </div>
        <DataTable
          label="Models"
          columns={[compareColumn({ chosen, toggle }), ...facts]}
          rows={view.models.filter((model) => fits(model, wanted))}
          rowKey={({ card }) => card.id}
          rowHeight={52}
          height="h-[26rem]"
          empty={<p className="text-muted">No model fits “{wanted}”.</p>}
        />
      </Section>
      {compared.length > 1 && <CompareModels models={compared} />}
    </>
  );
};

/** Every model that is known: terms, prices, what is here; and some of them side by side. */
export const CatalogueView = () => (
  <QueryView query={useQuery(modelsQuery())}>{(view) => <Catalogue view={view} />}</QueryView>
);
