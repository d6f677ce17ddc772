import { useDeferredValue, useMemo } from 'react';
import type { Dataset, DatasetDocument } from '#build/data/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { FilterInput, FilterSelect } from '../../ui/field.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Empty } from '../../ui/states.tsx';

const personalData = ({ personalData: found }: DatasetDocument): string =>
  Object.entries(found)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

const origin = ({ origin: { package: name, version, commit } }: DatasetDocument): string =>
  name === undefined ? (commit?.slice(0, 12) ?? 'file') : `${name} ${version ?? ''}`;

const columns: Columns<DatasetDocument> = [
  {
    id: 'title',
    header: 'Title',
    accessorKey: 'title',
    cell: ({ row }) => <span className="block truncate font-medium">{row.original.title}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'path',
    header: 'Path',
    accessorKey: 'id',
    cell: ({ row }) => <span className="text-soft block truncate">{row.original.id}</span>,
    meta: { className: 'flex-[1.3] @max-lg:hidden' },
  },
  {
    id: 'origin',
    header: 'From',
    accessorFn: origin,
    cell: ({ getValue }) => <span className="block truncate">{String(getValue())}</span>,
    meta: { className: 'w-32 shrink-0 @max-3xl:hidden' },
  },
  {
    id: 'headings',
    header: 'Headings',
    accessorFn: ({ headings }) => headings.length,
    meta: { className: 'w-24 shrink-0 @max-3xl:hidden', right: true },
  },
  {
    id: 'characters',
    header: 'Characters',
    accessorKey: 'characters',
    cell: ({ row }) => row.original.characters.toLocaleString('en-GB'),
    meta: { className: 'w-28 shrink-0', right: true },
  },
  {
    id: 'personal',
    header: 'Personal data',
    accessorFn: personalData,
    meta: { className: 'w-28 shrink-0 @max-4xl:hidden' },
  },
];

/** All documents of the dataset version; one opens beside the list. */
export const DocumentsTab = ({ dataset }: { readonly dataset: Dataset }) => {
  const text = useParam('text') ?? '';
  const source = useParam('source') ?? '';
  const wanted = useDeferredValue(text.toLowerCase());
  const setParams = useSetParams();
  const rows = useMemo(
    () =>
      dataset.documents.filter(
        (one) => (source === '' || one.source === source) && `${one.title} ${one.id}`.toLowerCase().includes(wanted),
      ),
    [dataset, source, wanted],
  );
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <FilterInput
          label="Filter by title or path"
          value={text}
          onChange={({ target }) => setParams({ text: target.value }, true)}
          className="w-64"
        />
        <FilterSelect
          label="Source"
          value={source}
          onChange={({ target }) => setParams({ source: target.value }, true)}
          options={[
            { value: '', label: 'All sources' },
            ...dataset.sources.map(({ id, documents }) => ({ value: id, label: `${id} (${documents})` })),
          ]}
        />
        <span role="status" className="text-muted ml-auto">
          {rows.length.toLocaleString('en-GB')} of {dataset.documents.length.toLocaleString('en-GB')}
        </span>
      </div>
      <DataTable
        label="Documents"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        selected={useParam('doc')}
        rowHeight={36}
        onOpen={({ id }) => setParams({ doc: id, record: undefined, start: undefined, end: undefined })}
        empty={<Empty title="No document matches">Change the filter.</Empty>}
      />
    </>
  );
};
