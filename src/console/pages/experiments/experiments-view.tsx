import { lazy, Suspense } from 'react';
import { comparisonSchema, type Comparison } from '#prove/experiments/contract';
import { useRecords } from '../../api/queries.ts';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Section } from '../../ui/section.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryView, Skeleton } from '../../ui/states.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { terminal } from '../../ui/commands.ts';

const ParetoChart = lazy(async () => ({ default: (await import('./pareto-chart.tsx')).ParetoChart }));

type Check = Comparison['estimateCheck'][number];

const checkColumns: Columns<Check> = [
  {
    id: 'what',
    header: 'What',
    accessorKey: 'what',
    cell: ({ row }) => <span className="block py-2 font-medium">{row.original.what}</span>,
  },
  {
    id: 'estimated',
    header: 'Estimated',
    accessorKey: 'estimated',
    enableSorting: false,
    meta: { className: 'flex-1 @max-lg:hidden' },
  },
  {
    id: 'measured',
    header: 'Measured',
    accessorKey: 'measured',
    enableSorting: false,
    meta: { className: 'w-28 shrink-0' },
  },
  {
    id: 'within',
    header: 'Verdict',
    accessorFn: ({ within }) => String(within),
    cell: ({ row }) => (
      <VerdictBadge verdict={row.original.within ? 'pass' : 'unknown'}>
        {row.original.within ? 'within' : 'outside'}
      </VerdictBadge>
    ),
    meta: { className: 'w-28 shrink-0' },
  },
];

const Summary = ({ comparison, hash }: { readonly comparison: Comparison; readonly hash: string }) => (
  <>
    <Section
      title="Which is better"
      says={comparison.because}
      aside={<TextPanelLink open={{ record: hash }}>record</TextPanelLink>}
    >
      <Suspense fallback={<Skeleton className="h-[356px]" />}>
        <ParetoChart comparison={comparison} />
      </Suspense>
    </Section>
    <Section title="Candidates" says="all on the same questions; differences are paired">
      <ComparisonTable comparison={comparison} />
    </Section>
    {comparison.estimateCheck.length > 0 && (
      <Section title="What the assessment expected">
        <DataTable
          label="Estimates"
          columns={checkColumns}
          rows={comparison.estimateCheck}
          rowKey={({ what }) => what}
        />
      </Section>
    )}
  </>
);

/** Candidates against each other: the frontier and the table. */
export const ExperimentsView = () => (
  <QueryView query={useRecords('experiments/comparison', comparisonSchema)}>
    {({ records: [record] }) =>
      record === undefined ? (
        <Empty title="Nothing has been compared yet" command={terminal.run('experiments')}>
          Every candidate answers the same development questions; the comparison appears here.
        </Empty>
      ) : (
        <Summary comparison={record.body} hash={record.hash} />
      )
    }
  </QueryView>
);
