import type { TargetView } from '#run/serve/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Badge } from '../../ui/state-badge.tsx';

const seconds = (milliseconds: number): string => `${Math.max(1, Math.round(milliseconds / 1000))} s`;

/** Whether a target is asked, in words. */
export const CircuitBadge = ({ target: { circuit, opensInMs } }: { readonly target: TargetView }) => {
  if (circuit === 'probing') return <Badge tone="running">probing</Badge>;
  if (circuit === 'open')
    return <Badge tone="failed">{opensInMs === undefined ? 'open' : `open, ${seconds(opensInMs)}`}</Badge>;
  return opensInMs === undefined ? (
    <Badge tone="fresh">closed</Badge>
  ) : (
    <Badge tone="stale">{`waits ${seconds(opensInMs)}`}</Badge>
  );
};

/** Two digits: it moves all the time. */
export const latencyText = (latencyMs: number | undefined): string => {
  if (latencyMs === undefined) return 'none yet';
  const rounded = Number(latencyMs.toPrecision(2));
  return rounded < 1000 ? `${rounded} ms` : `${(rounded / 1000).toFixed(1)} s`;
};

const columns: Columns<TargetView> = [
  {
    id: 'target',
    header: 'Target',
    accessorKey: 'model',
    cell: ({ row: { original } }) => (
      <span className="block py-1.5">
        <span
          className="block truncate font-medium @max-lg:break-words @max-lg:whitespace-normal"
          title={original.model}
        >
          {original.model}
        </span>
        <span className="text-muted block truncate @max-lg:break-words @max-lg:whitespace-normal">
          {original.provider}
          {original.when !== undefined && `, when ${original.when}`}
        </span>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  {
    id: 'weight',
    header: 'Weight',
    accessorKey: 'weight',
    meta: { className: 'w-20 shrink-0 @max-2xl:hidden', right: true },
  },
  {
    id: 'circuit',
    header: 'Circuit',
    accessorKey: 'circuit',
    cell: ({ row }) => <CircuitBadge target={row.original} />,
    meta: { className: 'w-32 shrink-0' },
  },
  {
    id: 'latency',
    header: 'First byte',
    accessorFn: ({ latencyMs }) => latencyMs ?? Infinity,
    cell: ({ row }) => (
      <span title="Moving average; a peak counts at once and fades">{latencyText(row.original.latencyMs)}</span>
    ),
    meta: { className: 'w-28 shrink-0 @max-md:hidden', right: true },
  },
  {
    id: 'flight',
    header: 'Under way',
    accessorKey: 'inFlight',
    meta: { className: 'w-28 shrink-0 @max-2xl:hidden', right: true },
  },
  {
    id: 'tries',
    header: 'Tries',
    accessorKey: 'tries',
    cell: ({ row }) => row.original.tries.toLocaleString('en-GB'),
    meta: { className: 'w-24 shrink-0 @max-lg:hidden', right: true },
  },
  {
    id: 'failures',
    header: 'Failed',
    accessorKey: 'failures',
    cell: ({ row: { original } }) => (
      <span className={original.failures > 0 ? 'text-failed' : ''}>{original.failures.toLocaleString('en-GB')}</span>
    ),
    meta: { className: 'w-20 shrink-0', right: true },
  },
];

/** The targets of a route in the order of the project file. */
export const TargetTable = ({
  route,
  targets,
}: {
  readonly route: string;
  readonly targets: readonly TargetView[];
}) => (
  <DataTable
    label={`Targets of ${route}`}
    columns={columns}
    rows={targets}
    rowKey={({ model, when }) => `${model} ${when ?? ''}`}
    rowHeight={52}
  />
);
