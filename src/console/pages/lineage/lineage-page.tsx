import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { LineageGraph } from '#program/contract';
import { lineageQuery } from '../../api/queries.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { Ago } from '../../ui/ago.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';
import type { LineageNode } from './layers.ts';
import { LineageGraphView } from './lineage-graph.tsx';
import { shown } from '../../ui/commands.ts';

const merged = (up: LineageGraph, down: LineageGraph): LineageGraph => ({
  nodes: [...new Map([...up.nodes, ...down.nodes].map((node) => [node.hash, node])).values()],
  edges: [...new Map([...up.edges, ...down.edges].map((edge) => [`${edge.from} ${edge.to}`, edge])).values()],
});

const columns: Columns<LineageNode> = [
  {
    id: 'label',
    header: 'Name',
    accessorKey: 'label',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.label}</span>,
  },
  { id: 'type', header: 'Type', accessorKey: 'type', meta: { className: 'w-48 shrink-0' } },
  {
    id: 'hash',
    header: 'Id',
    accessorKey: 'hash',
    cell: ({ row }) => <code className="text-muted font-mono text-xs">{row.original.hash.slice(0, 12)}</code>,
    meta: { className: 'w-28 shrink-0 @max-lg:hidden' },
  },
  {
    id: 'made',
    header: 'Made',
    accessorKey: 'createdAt',
    cell: ({ row }) => <Ago at={row.original.createdAt} />,
    meta: { className: 'w-28 shrink-0 @max-lg:hidden', right: true },
  },
];

const Both = ({
  start,
  up,
  down,
}: {
  readonly start: string;
  readonly up: LineageGraph;
  readonly down: LineageGraph;
}) => {
  const graph = merged(up, down);
  const setParams = useSetParams();
  return (
    <>
      <LineageGraphView graph={graph} start={start} />
      <div className="h-6" />
      <Section
        title="The same as a list"
        says={`${up.nodes.length - 1} records before it, ${down.nodes.length - 1} after`}
      >
        <DataTable
          label="Records of the lineage"
          columns={columns}
          rows={graph.nodes}
          rowKey={({ hash }) => hash}
          selected={useParam('record')}
          rowHeight={36}
          height="h-80"
          onOpen={({ hash }) => setParams({ record: hash })}
        />
      </Section>
    </>
  );
};

export const LineagePage = () => {
  const { hash = '' } = useParams({ strict: false });
  const up = useQuery(lineageQuery(hash, 'up'));
  const down = useQuery(lineageQuery(hash, 'down'));
  const label = up.data?.nodes.find((node) => node.hash === hash);
  const wait = <Skeleton className="h-[min(620px,62vh)] min-h-80" />;
  return (
    <PageFrame
      title={label === undefined ? 'Lineage' : `Lineage of ${label.label}`}
      says="Left: what it was made from. Right: what was made from it. Plus opens the next step."
      action={<ShowCommand of={shown.lineage(hash)} />}
    >
      <QueryView query={up} skeleton={wait}>
        {(above) => (
          <QueryView query={down} skeleton={wait}>
            {(below) => <Both key={hash} start={hash} up={above} down={below} />}
          </QueryView>
        )}
      </QueryView>
    </PageFrame>
  );
};
