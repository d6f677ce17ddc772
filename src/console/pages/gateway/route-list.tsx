import type { RouteView } from '#run/serve/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Section } from '../../ui/section.tsx';
import { CircuitBadge, latencyText, TargetTable } from './target-table.tsx';

const policies: Readonly<Record<string, string>> = {
  order: 'in this order',
  weighted: 'by weight',
  'least-latency': 'the fastest first',
  'least-cost': 'the cheapest first',
  'sticky-prefix': 'a conversation stays with its target',
};

const count = (value: number): string => value.toLocaleString('en-GB');

const countsText = ({ requests, failed, denied, retries, costNano }: RouteView): string =>
  [
    `${count(requests)} requests`,
    `${count(failed)} failed`,
    ...(denied > 0 ? [`${count(denied)} denied`] : []),
    `${count(retries)} retries`,
    `$${(costNano / 1e9).toFixed(2)}`,
  ].join(' · ');

/** A route of the project file with its targets. */
const RouteBlock = ({ route }: { readonly route: RouteView }) => (
  <div className="mb-6 last:mb-0">
    <h3 className="flex flex-wrap items-baseline gap-x-3 font-semibold">
      {route.name}
      <span className="text-muted font-normal">
        {route.policy}: {policies[route.policy] ?? ''}
      </span>
    </h3>
    <p className="text-soft mb-1 tabular-nums">{countsText(route)}</p>
    <TargetTable route={route.name} targets={route.targets} />
  </div>
);

const modelColumns: Columns<RouteView> = [
  {
    id: 'model',
    header: 'Model',
    accessorKey: 'name',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.name}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'circuit',
    header: 'Circuit',
    accessorFn: ({ targets }) => targets[0]?.circuit ?? '',
    cell: ({
      row: {
        original: { targets },
      },
    }) => targets[0] && <CircuitBadge target={targets[0]} />,
    meta: { className: 'w-32 shrink-0' },
  },
  {
    id: 'latency',
    header: 'First byte',
    accessorFn: ({ targets }) => targets[0]?.latencyMs ?? Infinity,
    cell: ({ row }) => latencyText(row.original.targets[0]?.latencyMs),
    meta: { className: 'w-28 shrink-0 @max-md:hidden', right: true },
  },
  {
    id: 'requests',
    header: 'Requests',
    accessorKey: 'requests',
    cell: ({ row }) => count(row.original.requests),
    meta: { className: 'w-24 shrink-0', right: true },
  },
  {
    id: 'failed',
    header: 'Failed',
    accessorKey: 'failed',
    cell: ({ row }) => count(row.original.failed),
    meta: { className: 'w-20 shrink-0 @max-md:hidden', right: true },
  },
  {
    id: 'cost',
    header: 'Cost',
    accessorKey: 'costNano',
    cell: ({ row }) => `$${(row.original.costNano / 1e9).toFixed(2)}`,
    meta: { className: 'w-24 shrink-0 @max-md:hidden', right: true },
  },
];

const PlainModels = ({ routes }: { readonly routes: readonly RouteView[] }) => {
  const asked = routes.filter(({ requests, targets }) => requests > 0 || targets[0]?.circuit !== 'closed');
  if (routes.length === 0) return null;
  const rest = routes.length - asked.length;
  return (
    <Section
      title="Models by their own name"
      says={rest === 0 ? 'without a route' : `${rest} more may be asked for and have not been`}
    >
      <DataTable
        label="Models by their own name"
        columns={modelColumns}
        rows={asked}
        rowKey={({ name }) => name}
        height="h-96"
        empty={<p className="text-muted">None of them has been asked yet.</p>}
      />
    </Section>
  );
};

/** Where calls go: routes with their targets, and models that are asked for directly. */
export const RouteList = ({ routes }: { readonly routes: readonly RouteView[] }) => {
  const named = routes.filter(({ kind }) => kind === 'route');
  return (
    <>
      <Section title="Routes" says="tries and failures of a target count on every route that has its model">
        {named.length === 0 ? (
          <p className="text-muted">The project file names none under `serve.gateway.routes`.</p>
        ) : (
          named.map((route) => <RouteBlock key={route.name} route={route} />)
        )}
      </Section>
      <PlainModels routes={routes.filter(({ kind }) => kind === 'model')} />
    </>
  );
};
