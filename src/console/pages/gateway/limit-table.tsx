import { isBudget, type LimitStandingView } from '#run/serve/contract';
import { Button } from '../../ui/button.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import type { LimitDraft } from './limit-dialog.tsx';
import { kindWords, levelWords, usedShare } from './limit-words.ts';
import { UsedBar } from './used-bar.tsx';

interface Props {
  readonly label: string;
  readonly limits: readonly LimitStandingView[];
  /** Names of keys by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly change: (draft: LimitDraft) => void;
}

const subjectText = ({ level, subject }: LimitStandingView, names: Props['names']): string => {
  if (level === 'project') return 'everything it serves';
  if (subject === '*') return 'each, where nothing else is said';
  return level === 'key' ? (names.get(subject) ?? subject.slice(0, 12)) : subject;
};

const draftOf = ({ level, subject, kind, amount, action }: LimitStandingView): LimitDraft => ({
  level,
  subject,
  kind,
  action,
  amount: String(isBudget(kind) ? amount / 1e9 : amount),
});

type Column = Columns<LimitStandingView>[number];

const whoColumn = (names: Props['names']): Column => ({
  id: 'who',
  header: 'Who',
  accessorFn: (row) => `${levelWords[row.level]} ${subjectText(row, names)}`,
  cell: ({ row: { original } }) => (
    <span className="block py-1.5">
      <span className="block truncate font-medium">{levelWords[original.level]}</span>
      <span className="text-muted block truncate" title={original.subject}>
        {subjectText(original, names)}
      </span>
    </span>
  ),
  meta: { className: 'w-44 shrink-0 @max-md:hidden' },
});

const usedColumn = (names: Props['names']): Column => ({
  id: 'used',
  header: 'Used in this window',
  accessorFn: usedShare,
  cell: ({ row: { original } }) => (
    <>
      <span className="text-muted block pt-1 @2xl:hidden">
        <span className="text-ink font-medium @md:hidden">
          {levelWords[original.level]}
          {original.level === 'project' ? '' : ` ${subjectText(original, names)}`},{' '}
        </span>
        {kindWords[original.kind]}
      </span>
      <UsedBar of={original} />
    </>
  ),
  meta: { className: 'flex-1' },
});

const changeColumn = ({ names, change }: Props): Column => ({
  id: 'change',
  header: '',
  enableSorting: false,
  cell: ({ row: { original } }) => (
    <Button
      look="quiet"
      aria-label={`Change ${levelWords[original.level]} ${subjectText(original, names)}, ${kindWords[original.kind]}`}
      onClick={() => change(draftOf(original))}
    >
      Change
    </Button>
  ),
  meta: { className: 'w-24 shrink-0', right: true },
});

const plainColumns = {
  what: {
    id: 'what',
    header: 'What',
    accessorFn: ({ kind }) => kindWords[kind],
    meta: { className: 'w-40 shrink-0 @max-2xl:hidden' },
  },
  reached: {
    id: 'then',
    header: 'When reached',
    accessorFn: ({ action }) => (action === 'block' ? 'refuses' : 'says so'),
    meta: { className: 'w-32 shrink-0 @max-4xl:hidden' },
  },
} as const satisfies Readonly<Record<string, Column>>;

const columnsOf = (props: Props): Columns<LimitStandingView> => [
  whoColumn(props.names),
  plainColumns.what,
  usedColumn(props.names),
  plainColumns.reached,
  changeColumn(props),
];

/** Limits and budgets with what is used of each. */
export const LimitTable = (props: Props) => (
  <DataTable
    label={props.label}
    columns={columnsOf(props)}
    rows={props.limits}
    rowKey={({ level, subject, kind }) => `${level} ${subject} ${kind}`}
    rowHeight={56}
    height="h-[30rem]"
    empty={<p className="text-muted">None: calls are held back by nothing here.</p>}
  />
);
