import type { LiveKpi } from '#run/monitor/contract';
import { Sparkline } from '../../charts/sparkline.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { KpiVerdict, targetText } from '../overview/kpi-strip.tsx';

const columns: Columns<LiveKpi> = [
  {
    id: 'name',
    header: 'KPI',
    accessorKey: 'name',
    cell: ({ row: { original } }) => (
      <span className="block py-2">
        <span className="block font-medium">{original.name}</span>
        <span className="text-muted text-xs">
          {original.metric}, {targetText(original)}
        </span>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  {
    id: 'live',
    header: 'Live',
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <Quantity of={original.live} unit={original.unit} layout="stack" unmeasured={original.unmeasured} />
    ),
    meta: { className: 'w-40 shrink-0 @max-xl:w-28' },
  },
  {
    id: 'sealed',
    header: 'Sealed test',
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <Quantity
        of={original.evaluated}
        unit={original.unit}
        layout="stack"
        unmeasured="No release has been tested on the sealed questions."
      />
    ),
    meta: { className: 'w-40 shrink-0 @max-2xl:hidden' },
  },
  {
    id: 'trend',
    header: 'Last 24 values, target dashed',
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <span className="block h-9">
        <Sparkline
          values={original.trend.map(({ value }) => value)}
          target={original.target}
          label={`${original.name} over time against the target`}
        />
      </span>
    ),
    meta: { className: 'w-48 shrink-0 @max-3xl:hidden' },
  },
  {
    id: 'verdict',
    header: 'Verdict',
    accessorFn: ({ met }) => String(met),
    cell: ({ row: { original } }) => <KpiVerdict kpi={original} />,
    meta: { className: 'w-32 shrink-0 @max-xl:w-28' },
  },
];

/** Each KPI with its live and its sealed value against the target. */
export const KpiTable = ({ kpis }: { readonly kpis: readonly LiveKpi[] }) => (
  <DataTable label="KPIs" columns={columns} rows={kpis} rowKey={({ kpi }) => kpi} rowHeight={56} />
);

/** Of the size of the table, so that what stands below it stays where it is. */
export const KpiTableSkeleton = ({ rows = 6 }: { readonly rows?: number }) => (
  <div className="pt-[29px]">
    <SkeletonRows rows={rows} height="h-14" />
  </div>
);
