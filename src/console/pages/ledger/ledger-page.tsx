import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import type { z } from 'zod';
import { ledgerPageSchema, ledgerVerdictSchema, type ledgerEntrySchema } from '#program/contract';
import { getJson, withQuery } from '../../api/client.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { Ago } from '../../ui/ago.tsx';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { Button } from '../../ui/button.tsx';
import { ShortId } from '../../ui/copy-button.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { errorText } from '../../ui/error-text.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Facts, Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { Empty, Failure, SkeletonRows } from '../../ui/states.tsx';
import { shown, terminal } from '../../ui/commands.ts';

type Entry = z.infer<typeof ledgerEntrySchema>;

const pageSize = 200;

const columns: Columns<Entry> = [
  {
    id: 'sequence',
    header: 'No.',
    accessorKey: 'sequence',
    cell: ({ row }) => row.original.sequence.toLocaleString('en-GB'),
    meta: { className: 'w-16 shrink-0', right: true },
  },
  {
    id: 'kind',
    header: 'What',
    accessorKey: 'kind',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.kind}</span>,
    meta: { className: 'w-40 shrink-0' },
  },
  {
    id: 'actor',
    header: 'Who',
    accessorKey: 'actor',
    cell: ({ row }) => <span className="block truncate">{row.original.actor}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'subject',
    header: 'About',
    accessorKey: 'subject',
    enableSorting: false,
    cell: ({ row }) => <code className="text-soft block truncate font-mono text-xs">{row.original.subject}</code>,
    meta: { className: 'flex-1 @max-2xl:hidden' },
  },
  {
    id: 'hash',
    header: 'Hash',
    accessorKey: 'hash',
    enableSorting: false,
    cell: ({ row }) => <code className="text-muted font-mono text-xs">{row.original.hash.slice(0, 12)}</code>,
    meta: { className: 'w-28 shrink-0 @max-3xl:hidden' },
  },
  {
    id: 'when',
    header: 'When',
    accessorKey: 'at',
    cell: ({ row }) => <Ago at={row.original.at} />,
    meta: { className: 'w-28 shrink-0 @max-lg:hidden', right: true },
  },
];

const useLedger = () =>
  useInfiniteQuery({
    queryKey: ['/api/ledger'],
    queryFn: async ({ pageParam, signal }) =>
      getJson(withQuery('/api/ledger', { before: pageParam, limit: pageSize }), ledgerPageSchema, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries }) => (entries.length < pageSize ? undefined : entries.at(-1)?.sequence),
  });

const Verify = () => {
  const wanted = useParam('verify') === 'now';
  const setParams = useSetParams();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['/api/ledger/verify'],
    queryFn: async ({ signal }) => getJson('/api/ledger/verify', ledgerVerdictSchema, signal),
    enabled: wanted,
    staleTime: Infinity,
  });
  const start = (): void => {
    if (wanted) void refetch();
    else setParams({ verify: 'now' }, true);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span role="status" className="flex h-8 w-64 items-center justify-end gap-2 max-sm:w-full max-sm:justify-start">
        {error && <span className="text-failed">{errorText(error)}</span>}
        {data && !isFetching && (
          <>
            <VerdictBadge verdict={data.intact ? 'pass' : 'fail'}>{data.intact ? 'intact' : 'broken'}</VerdictBadge>
            <span>
              {data.intact
                ? `${data.entries.toLocaleString('en-GB')} entries, unbroken`
                : `${data.problem ?? 'changed'} at entry ${data.sequence ?? '?'}`}
            </span>
          </>
        )}
      </span>
      <Button look="primary" icon={ShieldCheck} disabled={isFetching} onClick={start}>
        {isFetching ? 'Verifying' : 'Verify'}
      </Button>
    </div>
  );
};

const EntryDetail = ({ entry }: { readonly entry: Entry }) => (
  <Section title={`Entry ${entry.sequence.toLocaleString('en-GB')}: ${entry.kind}`}>
    <Facts
      items={[
        ['Who', entry.actor],
        [
          'About',
          /^[0-9a-f]{64}$/.test(entry.subject) ? (
            <TextPanelLink key="subject" open={{ record: entry.subject }} className="font-mono text-xs break-all">
              {entry.subject}
            </TextPanelLink>
          ) : (
            entry.subject
          ),
        ],
        ['When', new Date(entry.at).toLocaleString()],
        ['Hash', <ShortId key="hash" id={entry.hash} />],
        ['Hash before', <ShortId key="before" id={entry.previousHash} />],
        ['Content', <JsonView key="payload" value={entry.payload} />],
      ]}
    />
  </Section>
);

const Entries = () => {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLedger();
  const selected = useParam('entry');
  const setParams = useSetParams();
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <SkeletonRows rows={16} />;
  const rows = data.pages.flatMap(({ entries }) => entries);
  const entry = rows.find(({ sequence }) => String(sequence) === selected);
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <div className={entry ? 'grid grid-cols-1 gap-6 xl:grid-cols-[3fr_2fr]' : ''}>
      {entry && (
        <div className="xl:order-2 xl:border-l xl:pl-6">
          <EntryDetail entry={entry} />
        </div>
      )}
      <DataTable
        label="Ledger"
        columns={columns}
        rows={rows}
        rowKey={({ sequence }) => String(sequence)}
        selected={selected}
        rowHeight={36}
        height="h-[calc(100dvh-150px)] min-h-80"
        onOpen={({ sequence }) => setParams({ entry: String(sequence) })}
        onEnd={more}
        empty={<Empty title="The ledger is empty" command={terminal.run()} />}
      />
    </div>
  );
};

/** Everything that happened; each entry holds the hash of the one before. */
export const LedgerPage = () => (
  <PageFrame
    title="Ledger"
    says="Everything that happened. Each entry holds the hash of the one before, so a change shows."
    action={
      <>
        <ShowCommand of={shown.verifyLedger()} />
        <Verify />
      </>
    }
  >
    <Entries />
  </PageFrame>
);
