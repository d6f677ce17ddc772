import type { Comparison } from '#prove/experiments/contract';
import { AppLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { useHref, withParams } from '../../ui/location.ts';
import { betterOf, metricName } from '../../ui/metric-words.ts';
import { Difference, Quantity } from '../../ui/quantity.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { Trophy } from 'lucide-react';

type Row = Comparison['rows'][number];

const Name = ({ row, comparison }: { readonly row: Row; readonly comparison: Comparison }) => (
  <span className="block py-2">
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-medium">{row.name}</span>
      {row.candidateId === comparison.champion && (
        <Badge tone="fresh" icon={Trophy}>
          champion
        </Badge>
      )}
      {row.candidateId === comparison.baseline && <span className="text-muted text-xs">baseline</span>}
    </span>
    {row.stopped && <span className="text-muted block text-xs">stopped: {row.stopped}</span>}
  </span>
);

const CompareLink = ({ row, comparison }: { readonly row: Row; readonly comparison: Comparison }) => {
  const href = useHref();
  const other = row.candidateId === comparison.champion ? comparison.baseline : comparison.champion;
  return (
    <AppLink
      href={withParams(href, { view: 'questions', left: other, right: row.candidateId })}
      className="text-accent decoration-line-strong inline-flex h-7 items-center underline underline-offset-2"
    >
      questions<span className="sr-only"> of {row.name}</span>
    </AppLink>
  );
};

const columnsFor = (comparison: Comparison): Columns<Row> => [
  {
    id: 'name',
    header: 'Candidate',
    accessorKey: 'name',
    cell: ({ row }) => <Name row={row.original} comparison={comparison} />,
    meta: { className: 'flex-1' },
  },
  {
    id: 'quality',
    header: metricName(comparison.quality),
    accessorFn: ({ quality }) => quality.value,
    cell: ({ row }) => <Quantity of={row.original.quality} unit="share" layout="stack" />,
    meta: { className: 'w-36 shrink-0' },
  },
  {
    id: 'difference',
    header: 'Against the baseline',
    enableSorting: false,
    cell: ({ row: { original } }) =>
      original.differences
        .filter(({ metric }) => metric === comparison.quality)
        .map(({ metric, difference }) => (
          <Difference key={metric} of={difference} unit="share" better={betterOf(metric)} />
        )),
    meta: { className: 'w-44 shrink-0 @max-3xl:hidden' },
  },
  {
    id: 'latency',
    header: 'Latency, median',
    accessorFn: ({ latencyMs }) => latencyMs.value,
    cell: ({ row }) => <Quantity of={row.original.latencyMs} unit="ms" layout="stack" />,
    meta: { className: 'w-32 shrink-0 @max-lg:hidden' },
  },
  {
    id: 'cost',
    header: 'Cost',
    accessorKey: 'usdPerAnswer',
    cell: ({ row }) => <Quantity of={{ value: row.original.usdPerAnswer }} unit="usd" layout="bare" />,
    meta: { className: 'w-28 shrink-0 @max-2xl:hidden', right: true },
  },
  {
    id: 'compare',
    header: 'Compare',
    enableSorting: false,
    cell: ({ row }) => <CompareLink row={row.original} comparison={comparison} />,
    meta: { className: 'w-24 shrink-0', right: true },
  },
];

/** All candidates with their intervals and their paired difference from the baseline. */
export const ComparisonTable = ({ comparison }: { readonly comparison: Comparison }) => (
  <DataTable
    label="Candidates"
    columns={columnsFor(comparison)}
    rows={comparison.rows}
    rowKey={({ candidateId }) => candidateId}
    rowHeight={52}
  />
);
