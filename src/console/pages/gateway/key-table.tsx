import type { ApiKeyView, LimitStandingView, UsageRow } from '#run/serve/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';
import { KeyState, ownerText } from './key-state.tsx';
import { ceilingText, dollars } from './limit-words.ts';

/** A key with what it may use and what it has used. */
export interface KeyRow {
  readonly key: ApiKeyView;
  readonly limits: string;
  readonly calls: number;
  readonly costNano: number;
  /** Day of UTC. */
  readonly lastUsed: string | undefined;
}

/** Puts keys together with their limits and the usage of the last days, by day and key. */
export const keyRows = (
  keys: readonly ApiKeyView[],
  budgets: readonly LimitStandingView[],
  usage: readonly UsageRow[],
): readonly KeyRow[] => {
  const usageByKey = Map.groupBy(usage, ({ by }) => by['key'] ?? '');
  return keys.map((key) => {
    const own = budgets.filter(({ level, subject }) => level === 'key' && subject === key.id);
    const used = usageByKey.get(key.id) ?? [];
    const days = used.map(({ by }) => by['day'] ?? '').toSorted();
    return {
      key,
      limits: own.map(ceilingText).join(', '),
      calls: used.reduce((sum, { calls }) => sum + calls, 0),
      costNano: used.reduce((sum, { costNano }) => sum + costNano, 0),
      lastUsed: days.at(-1),
    };
  });
};

const columns: Columns<KeyRow> = [
  {
    id: 'name',
    header: 'Key',
    accessorFn: ({ key }) => key.name,
    cell: ({
      row: {
        original: { key },
      },
    }) => (
      <span className="block py-1.5">
        <span className="block truncate font-medium">{key.name}</span>
        <code className="text-muted block truncate font-mono text-xs">{key.prefix}…</code>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  {
    id: 'state',
    header: 'State',
    accessorFn: ({ key }) => key.revokedAt ?? key.expiresAt ?? '',
    cell: ({ row }) => <KeyState of={row.original.key} />,
    meta: { className: 'w-28 shrink-0' },
  },
  {
    id: 'owner',
    header: 'Belongs to',
    accessorFn: ({ key }) => ownerText(key),
    meta: { className: 'w-40 shrink-0 truncate @max-2xl:hidden' },
  },
  {
    id: 'models',
    header: 'May ask for',
    accessorFn: ({ key }) => key.models?.join(', ') ?? 'every model',
    meta: { className: 'w-40 shrink-0 truncate @max-4xl:hidden' },
  },
  {
    id: 'limits',
    header: 'Own limits',
    accessorFn: ({ limits }) => limits || 'none',
    cell: ({ row: { original } }) => (
      <span className={original.limits === '' ? 'text-muted' : 'line-clamp-2'} title={original.limits}>
        {original.limits || 'none'}
      </span>
    ),
    meta: { className: 'w-56 shrink-0 @max-5xl:hidden' },
  },
  {
    id: 'calls',
    header: 'Calls, 30 days',
    accessorKey: 'calls',
    cell: ({ row }) => row.original.calls.toLocaleString('en-GB'),
    meta: { className: 'w-32 shrink-0 @max-3xl:hidden', right: true },
  },
  {
    id: 'cost',
    header: 'Cost',
    accessorKey: 'costNano',
    cell: ({ row }) => dollars(row.original.costNano),
    meta: { className: 'w-24 shrink-0 @max-md:hidden', right: true },
  },
  {
    id: 'used',
    header: 'Last used',
    accessorFn: ({ lastUsed }) => lastUsed ?? '',
    cell: ({ row }) =>
      row.original.lastUsed ?? (
        <span className="text-muted" title="No call in the last 30 days">
          not lately
        </span>
      ),
    meta: { className: 'w-28 shrink-0 @max-xl:hidden', right: true },
  },
];

interface Props {
  readonly rows: readonly KeyRow[];
  readonly selected: string | undefined;
  readonly onOpen: (id: string) => void;
}

/** Every key by its first characters, newest first. */
export const KeyTable = ({ rows, selected, onOpen }: Props) => (
  <DataTable
    label="Keys"
    columns={columns}
    rows={rows}
    rowKey={({ key }) => key.id}
    selected={selected}
    onOpen={({ key }) => onOpen(key.id)}
    rowHeight={52}
    empty={
      <Empty title="No keys yet" command={terminal.createKey()}>
        Clients of /v1 need one; a session of this console works there too.
      </Empty>
    }
  />
);
