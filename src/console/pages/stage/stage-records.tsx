import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { recordSummarySchema, StageState } from '#program/contract';
import { recordQuery, recordsQuery } from '../../api/queries.ts';
import { Ago } from '../../ui/ago.tsx';
import { TextLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';

type Summary = z.infer<typeof recordSummarySchema>;

const columns: Columns<Summary> = [
  {
    id: 'type',
    header: 'Type',
    accessorKey: 'type',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.type}</span>,
    meta: { className: 'w-44 shrink-0' },
  },
  {
    id: 'holds',
    header: 'Holds',
    accessorKey: 'label',
    cell: ({ row }) => <span className="text-soft block truncate">{row.original.label}</span>,
  },
  {
    id: 'hash',
    header: 'Id',
    accessorKey: 'hash',
    cell: ({ row }) => <code className="text-muted font-mono text-xs">{row.original.hash.slice(0, 12)}</code>,
    meta: { className: 'w-28 shrink-0 @max-lg:hidden' },
  },
  {
    id: 'inputs',
    header: 'Made from',
    accessorFn: ({ inputs }) => inputs.length,
    meta: { className: 'w-24 shrink-0 @max-2xl:hidden', right: true },
  },
  {
    id: 'made',
    header: 'Made',
    accessorKey: 'createdAt',
    cell: ({ row }) => <Ago at={row.original.createdAt} />,
    meta: { className: 'w-28 shrink-0 @max-lg:hidden', right: true },
  },
];

const TypeList = ({ types }: { readonly types: readonly string[] }) =>
  types.length === 0 ? (
    <span className="text-muted">nothing</span>
  ) : (
    <span className="flex flex-wrap gap-x-3">
      {types.map((type) => (
        <TextLink key={type} href={`/stages/${type.split('/')[0]}?view=records`}>
          {type}
        </TextLink>
      ))}
    </span>
  );

const Newest = ({ hash }: { readonly hash: string }) => (
  <Section title="What the newest one holds">
    <QueryView query={useQuery(recordQuery(hash))}>{({ record }) => <JsonView value={record.body} />}</QueryView>
  </Section>
);

interface Props {
  readonly stage: StageState;
  /** Shows what the newest record holds, for stages without a view of their own. */
  readonly preview: boolean;
}

/** What a stage reads and writes, and its current records; a record opens beside the list. */
export const StageRecords = ({ stage, preview }: Props) => {
  const query = useQuery(recordsQuery({ stage: stage.name, limit: 1000 }));
  const selected = useParam('record');
  const setParams = useSetParams();
  return (
    <>
      <div className="mb-5">
        <Facts
          items={[
            ['Reads', <TypeList key="reads" types={stage.reads} />],
            ['Writes', <TypeList key="writes" types={stage.writes} />],
          ]}
        />
      </div>
      <QueryView query={query}>
        {({ records }) => (
          <>
            <DataTable
              label={`Records of ${stage.name}`}
              columns={columns}
              rows={records}
              rowKey={({ hash }) => hash}
              selected={selected}
              onOpen={({ hash }) => setParams({ record: hash, doc: undefined })}
              empty={
                <Empty title="No records yet" command={terminal.run(stage.name)}>
                  This stage has not written anything. Run it, or run everything before it.
                </Empty>
              }
            />
            {preview && records[0] && selected === undefined && (
              <div className="mt-8">
                <Newest hash={records[0].hash} />
              </div>
            )}
          </>
        )}
      </QueryView>
    </>
  );
};
