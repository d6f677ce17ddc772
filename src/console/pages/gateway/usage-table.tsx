import type { UsageRow } from '#run/serve/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { dollars } from './limit-words.ts';

const names: Readonly<Record<string, string>> = {
  key: 'Key',
  model: 'Model',
  provider: 'Provider',
  route: 'Route',
  organisation: 'Organisation',
  team: 'Team',
  user: 'End user',
  outcome: 'Outcome',
  day: 'Day',
};

const groupColumn =
  (keyNames: ReadonlyMap<string, string>) =>
  (dimension: string): Columns<UsageRow>[number] => {
    const text = ({ by }: UsageRow): string => {
      const value = by[dimension] ?? '';
      return dimension === 'key' ? (keyNames.get(value) ?? value) : value;
    };
    return {
      id: dimension,
      header: names[dimension] ?? dimension,
      accessorFn: text,
      cell: ({ row: { original } }) => (
        <span className={text(original) === '' ? 'text-muted' : 'block truncate font-medium'}>
          {text(original) || 'without'}
        </span>
      ),
      meta: { className: dimension === 'day' ? 'w-28 shrink-0' : 'flex-1' },
    };
  };

type Count = 'calls' | 'failed' | 'cached' | 'inputTokens' | 'cachedInputTokens' | 'outputTokens' | 'reasoningTokens';

const countColumn = (field: Count, header: string, className: string): Columns<UsageRow>[number] => ({
  id: field,
  header,
  accessorKey: field,
  cell: ({ row }) => row.original[field].toLocaleString('en-GB'),
  meta: { className: `shrink-0 ${className}`, right: true },
});

const counts: Columns<UsageRow> = [
  countColumn('calls', 'Calls', 'w-20'),
  countColumn('failed', 'Failed', 'w-20 @max-xl:hidden'),
  countColumn('cached', 'Cached', 'w-20 @max-2xl:hidden'),
  countColumn('inputTokens', 'Tokens in', 'w-28 @max-xl:hidden'),
  countColumn('cachedInputTokens', 'of it cached', 'w-28 @max-4xl:hidden'),
  countColumn('outputTokens', 'Tokens out', 'w-28 @max-xl:hidden'),
  countColumn('reasoningTokens', 'of it thought', 'w-28 @max-4xl:hidden'),
  {
    id: 'cost',
    header: 'USD',
    accessorKey: 'costNano',
    cell: ({ row: { original } }) => (
      <span
        className="font-medium"
        title={original.estimated > 0 ? `Tokens of ${original.estimated} calls are estimated` : undefined}
      >
        {dollars(original.costNano)}
      </span>
    ),
    meta: { className: 'w-24 shrink-0', right: true },
  },
];

interface Props {
  readonly by: readonly string[];
  readonly rows: readonly UsageRow[];
  readonly keyNames: ReadonlyMap<string, string>;
}

/** Sums over the accounts, the dearest first, or by day. */
export const UsageTable = ({ by, rows, keyNames }: Props) => (
  <DataTable
    label="Usage"
    columns={[...by.map(groupColumn(keyNames)), ...counts]}
    rows={rows}
    rowKey={(row) => by.map((dimension) => row.by[dimension]).join('\n')}
    rowHeight={38}
    height="h-[32rem]"
    empty={<p className="text-muted">Nothing was served in this time.</p>}
  />
);
