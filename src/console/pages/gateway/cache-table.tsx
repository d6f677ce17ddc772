import type { GatewayView, RouteView } from '#run/serve/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { Section } from '../../ui/section.tsx';
import { Badge } from '../../ui/state-badge.tsx';

const count = (value: number | undefined): string => value?.toLocaleString('en-GB') ?? '–';

const SemanticState = ({ of }: { readonly of: RouteView['cache']['semantic'] }) => {
  if (of === undefined) return <Badge tone="never">exact only</Badge>;
  return of.off ? <Badge tone="failed">off by itself</Badge> : <Badge tone="fresh">on</Badge>;
};

const FalseHits = ({ of }: { readonly of: RouteView['cache']['semantic'] }) => {
  if (of === undefined) return <span className="text-muted">–</span>;
  return (
    <span className="block py-1.5">
      <Quantity
        of={of.rate}
        unit="share"
        layout="stack"
        unmeasured="No hit has been answered by the model too, so nobody knows."
      />
      <span className="text-muted block text-xs">
        allowed {formatQuantity({ value: of.maximumFalseHits }, 'share').value}
      </span>
    </span>
  );
};

const columns: Columns<RouteView> = [
  {
    id: 'route',
    header: 'Route',
    accessorKey: 'name',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.name}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'exact',
    header: 'Exact hits',
    accessorFn: ({ cache }) => cache.exact?.hits ?? -1,
    cell: ({ row }) => count(row.original.cache.exact?.hits),
    meta: { className: 'w-28 shrink-0 @max-lg:hidden', right: true },
  },
  {
    id: 'similar',
    header: 'Similar hits',
    accessorFn: ({ cache }) => cache.semantic?.hits ?? -1,
    cell: ({ row }) => count(row.original.cache.semantic?.hits),
    meta: { className: 'w-28 shrink-0 @max-md:hidden', right: true },
  },
  {
    id: 'shadowed',
    header: 'Shadowed',
    accessorFn: ({ cache }) => cache.semantic?.shadowed ?? -1,
    cell: ({ row }) => count(row.original.cache.semantic?.shadowed),
    meta: { className: 'w-28 shrink-0 @max-xl:hidden', right: true },
  },
  {
    id: 'false',
    header: 'False hits',
    accessorFn: ({ cache }) => cache.semantic?.rate?.value ?? -1,
    cell: ({ row }) => <FalseHits of={row.original.cache.semantic} />,
    meta: { className: 'w-36 shrink-0' },
  },
  {
    id: 'state',
    header: 'Similar',
    accessorFn: ({ cache }) => String(cache.semantic?.off),
    cell: ({ row }) => <SemanticState of={row.original.cache.semantic} />,
    meta: { className: 'w-28 shrink-0' },
  },
];

const hasCache = ({ cache }: RouteView): boolean => cache.exact !== undefined || cache.semantic !== undefined;

/** What the caches answered, and how often a similar question was given a wrong answer. */
export const CacheTable = ({ view: { routes, kept } }: { readonly view: GatewayView }) => (
  <Section
    title="Caches"
    says={`${kept.entries.toLocaleString('en-GB')} answers kept, ${(kept.bytes / 1_048_576).toFixed(1)} MB`}
  >
    <DataTable
      label="Caches"
      columns={columns}
      rows={routes.filter(hasCache)}
      rowKey={({ name }) => name}
      rowHeight={72}
      empty={<p className="text-muted">No route has a cache: `cache` of a route in the project file.</p>}
    />
  </Section>
);
