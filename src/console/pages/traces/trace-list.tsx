import { useInfiniteQuery } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useDeferredValue } from 'react';
import { getJson, withQuery } from '../../api/client.ts';
import { traceListSchema, type TraceSummary } from '../../api/schemas.ts';
import { Ago } from '../../ui/ago.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { Empty, Failure, SkeletonRows } from '../../ui/states.tsx';

export interface TraceFilters {
  readonly text: string | undefined;
  readonly status: string | undefined;
  readonly release: string | undefined;
  readonly minimumMs: string | undefined;
}

const pageSize = 200;

/** Pages of traces, newest first; the next page begins before the last one's start. */
export const useTraces = (filters: TraceFilters) =>
  useInfiniteQuery({
    queryKey: ['/api/traces', filters],
    queryFn: async ({ pageParam, signal }) => getJson(withQuery('/api/traces', { ...filters, limit: pageSize, before: pageParam }), traceListSchema, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ traces }) => (traces.length < pageSize ? undefined : String(traces.at(-1)?.startedAt)),
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? 10_000 : false),
  });

export const TraceState = ({ trace: { status, refused } }: { readonly trace: TraceSummary }) => {
  if (status === 'error') return <Badge tone="failed">error</Badge>;
  return refused ? <Badge tone="never">refused</Badge> : <Badge tone="fresh">answered</Badge>;
};

const Thumb = ({ value }: { readonly value: number | null | undefined }) => {
  if (value === null || value === undefined) return null;
  const Icon = value >= 0.5 ? ThumbsUp : ThumbsDown;
  return <span title={value >= 0.5 ? 'Thumb up' : 'Thumb down'}><Icon size={14} className={value >= 0.5 ? 'text-fresh' : 'text-failed'} aria-label={value >= 0.5 ? 'Thumb up' : 'Thumb down'} /></span>;
};

const columns: Columns<TraceSummary> = [
  { id: 'question', header: 'Question', accessorFn: ({ question }) => question ?? '', cell: ({ row: { original } }) => <span className="block truncate font-medium" title={original.question ?? ''}>{original.question ?? <span className="text-muted">not kept</span>}</span>, meta: { className: 'flex-[2]' } },
  { id: 'answer', header: 'Answer', enableSorting: false, cell: ({ row: { original } }) => <span className="block truncate text-soft">{original.answer}</span>, meta: { className: 'flex-[1.4] @max-3xl:hidden' } },
  { id: 'state', header: 'State', accessorKey: 'status', cell: ({ row }) => <TraceState trace={row.original} />, meta: { className: 'w-28 shrink-0' } },
  { id: 'thumb', header: 'Thumb', accessorFn: ({ feedback }) => feedback ?? -1, cell: ({ row }) => <Thumb value={row.original.feedback} />, meta: { className: 'w-16 shrink-0 @max-2xl:hidden' } },
  { id: 'arm', header: 'Arm', accessorFn: ({ arm }) => arm ?? '', meta: { className: 'w-20 shrink-0 @max-6xl:hidden' } },
  { id: 'duration', header: 'Time', accessorKey: 'durationMs', cell: ({ row }) => <Quantity of={{ value: row.original.durationMs }} unit="ms" layout="bare" />, meta: { className: 'w-20 shrink-0', right: true } },
  { id: 'cost', header: 'Cost', accessorKey: 'costUsd', cell: ({ row }) => <Quantity of={{ value: row.original.costUsd }} unit="usd" layout="bare" />, meta: { className: 'w-24 shrink-0 @max-2xl:hidden', right: true } },
  { id: 'spans', header: 'Spans', accessorKey: 'spans', meta: { className: 'w-16 shrink-0 @max-6xl:hidden', right: true } },
  { id: 'when', header: 'When', accessorFn: ({ startedAt }) => startedAt, cell: ({ row }) => <Ago at={row.original.startedAt} />, meta: { className: 'w-28 shrink-0 @@max-4xl:hidden', right: true } },
];

interface Props {
  readonly filters: TraceFilters;
  readonly selected: string | undefined;
  readonly onOpen: (trace: TraceSummary) => void;
}

const unique = (traces: readonly TraceSummary[]): readonly TraceSummary[] => [...new Map(traces.map((trace) => [trace.traceId, trace])).values()];

/** Answers, newest first; more are read as one scrolls. */
export const TraceList = ({ filters, selected, onOpen }: Props) => {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useTraces(filters);
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <SkeletonRows rows={16} />;
  const rows = unique(data.pages.flatMap(({ traces }) => traces));
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <DataTable
      label="Traces" columns={columns} rows={rows} rowKey={({ traceId }) => traceId} selected={selected} rowHeight={38} height="h-[calc(100dvh-190px)] min-h-80" onOpen={onOpen} onEnd={more}
      empty={<Empty title="No trace matches" command='throughline ask "..."'>Change the filter, or ask something.</Empty>}
    />
  );
};
