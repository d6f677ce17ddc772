import { candidateSchema, type Candidate } from '#build/strategy/contract';
import { useRecords, type TypedRecord } from '../../api/queries.ts';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Empty, QueryView } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';

type Row = TypedRecord<Candidate>;

const columns: Columns<Row> = [
  {
    id: 'name',
    header: 'Candidate',
    accessorFn: ({ body }) => body.strategy.name,
    cell: ({
      row: {
        original: { body },
      },
    }) => (
      <span className="block py-2">
        <span className="block font-medium">{body.strategy.name}</span>
        <span className="text-soft">{body.strategy.description}</span>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  { id: 'kind', header: 'Kind', accessorFn: ({ body }) => body.strategy.kind, meta: { className: 'w-24 shrink-0' } },
  {
    id: 'retrieval',
    header: 'Retrieval',
    accessorFn: ({
      body: {
        strategy: { retrieval },
      },
    }) => `${retrieval.mode}, ${retrieval.use} of ${retrieval.k}`,
    meta: { className: 'w-36 shrink-0 @max-2xl:hidden' },
  },
  {
    id: 'reasoning',
    header: 'Reasoning',
    accessorFn: ({ body }) => body.strategy.reasoning.kind.replaceAll('-', ' '),
    meta: { className: 'w-36 shrink-0 @max-3xl:hidden' },
  },
  {
    id: 'model',
    header: 'Model',
    accessorFn: ({ body }) => body.strategy.model?.id ?? 'none',
    meta: { className: 'w-32 shrink-0 @max-3xl:hidden' },
  },
  {
    id: 'origin',
    header: 'From',
    accessorFn: ({ body }) => body.origin.replaceAll('-', ' '),
    meta: { className: 'w-28 shrink-0 @max-2xl:hidden' },
  },
];

/** The complete ways of answering that are compared. */
export const StrategyView = () => {
  const selected = useParam('record');
  const setParams = useSetParams();
  return (
    <QueryView query={useRecords('strategy/candidate', candidateSchema)}>
      {({ records }) => (
        <DataTable
          label="Candidates"
          columns={columns}
          rows={records}
          rowKey={({ hash }) => hash}
          selected={selected}
          rowHeight={52}
          onOpen={({ hash }) => setParams({ record: hash })}
          empty={<Empty title="No candidate yet" command={terminal.run('strategy')} />}
        />
      )}
    </QueryView>
  );
};
