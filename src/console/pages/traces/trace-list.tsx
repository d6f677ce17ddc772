import { useInfiniteQuery } from '@tanstack/react-query';
import { tracePageSchema, type TraceLine, type TracesQuery } from '#run/monitor/contract';
import { getJson, withQuery } from '../../api/client.ts';
import { Ago } from '../../ui/ago.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { Empty, Failure, SkeletonRows } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';

export interface TraceFilters {
  readonly traffic: TracesQuery['traffic'];
  readonly text: string | undefined;
  readonly status: string | undefined;
  readonly release: string | undefined;
  /** Milliseconds. */
  readonly slowerThan: string | undefined;
}

const pageSize = 200;

const useTraces = (filters: TraceFilters) =>
  useInfiniteQuery({
    queryKey: ['/api/traces', filters],
    queryFn: async ({ pageParam, signal }) =>
      getJson(withQuery('/api/traces', { ...filters, limit: pageSize, before: pageParam }), tracePageSchema, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 10_000 : false),
  });

export const TraceState = ({
  status,
  refused,
}: {
  readonly status: TraceLine['status'];
  readonly refused: boolean;
}) => {
  if (status === 'error') return <Badge tone="failed">error</Badge>;
  return refused ? <Badge tone="never">refused</Badge> : <Badge tone="fresh">answered</Badge>;
};

const Question = ({ trace: { question, name, simulated } }: { readonly trace: TraceLine }) => (
  <span className="flex min-w-0 items-center gap-2">
    <span className={question === undefined ? 'text-muted truncate' : 'truncate font-medium'} title={question}>
      {question ?? name}
    </span>
    {simulated && <span className="text-muted shrink-0 text-xs">simulated</span>}
  </span>
);

const columns: Columns<TraceLine> = [
  {
    id: 'question',
    header: 'Question',
    accessorFn: ({ question, name }) => question ?? name,
    cell: ({ row }) => <Question trace={row.original} />,
  },
  {
    id: 'state',
    header: 'State',
    accessorKey: 'status',
    cell: ({ row: { original } }) => <TraceState status={original.status} refused={original.refused ?? false} />,
    meta: { className: 'w-28 shrink-0' },
  },
  {
    id: 'candidate',
    header: 'Strategy',
    accessorFn: ({ candidate }) => candidate ?? '',
    meta: { className: 'w-36 shrink-0 truncate @max-3xl:hidden' },
  },
  {
    id: 'arm',
    header: 'Arm',
    accessorFn: ({ arm }) => arm ?? '',
    meta: { className: 'w-20 shrink-0 @max-4xl:hidden' },
  },
  {
    id: 'duration',
    header: 'Time',
    accessorKey: 'durationMs',
    cell: ({ row }) => <Quantity of={{ value: row.original.durationMs }} unit="ms" layout="bare" />,
    meta: { className: 'w-20 shrink-0', right: true },
  },
  {
    id: 'cost',
    header: 'Cost',
    accessorFn: ({ costUsd }) => costUsd ?? 0,
    cell: ({ row: { original } }) =>
      original.costUsd !== undefined && <Quantity of={{ value: original.costUsd }} unit="usd" layout="bare" />,
    meta: { className: 'w-24 shrink-0 @max-2xl:hidden', right: true },
  },
  {
    id: 'spans',
    header: 'Spans',
    accessorKey: 'spans',
    meta: { className: 'w-16 shrink-0 @max-6xl:hidden', right: true },
  },
  {
    id: 'when',
    header: 'When',
    accessorKey: 'at',
    cell: ({ row }) => <Ago at={row.original.at} />,
    meta: { className: 'w-28 shrink-0 @max-xl:hidden', right: true },
  },
];

interface Props {
  readonly filters: TraceFilters;
  readonly onOpen: (trace: TraceLine) => void;
}

const unique = (traces: readonly TraceLine[]): readonly TraceLine[] => [
  ...new Map(traces.map((trace) => [trace.traceId, trace])).values(),
];

/** Answers, newest first; more are read as one scrolls. */
export const TraceList = ({ filters, onOpen }: Props) => {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useTraces(filters);
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <SkeletonRows rows={16} />;
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <DataTable
      label="Traces"
      columns={columns}
      rows={unique(data.pages.flatMap(({ traces }) => traces))}
      rowKey={({ traceId }) => traceId}
      rowHeight={38}
      height="h-[calc(100dvh-190px)] min-h-80"
      onOpen={onOpen}
      onEnd={more}
      empty={
        <Empty title="No trace matches" command={terminal.ask('QUESTION')}>
          Change the filter, or ask something.
        </Empty>
      }
    />
  );
};
