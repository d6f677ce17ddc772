import { optimisationSchema, type Optimisation } from '#prove/optimise/contract';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { betterOf, metricName, unitOf } from '../../ui/metric-words.ts';
import { Difference, Quantity } from '../../ui/quantity.tsx';
import { Section } from '../../ui/section.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { OneRecord } from './one-record.tsx';

type Tried = Optimisation['proposals'][number];

const columns: Columns<Tried> = [
  {
    id: 'what',
    header: 'Proposal',
    accessorKey: 'what',
    cell: ({ row }) => <span className="font-medium">{row.original.what}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'search',
    header: 'On the search questions',
    accessorKey: 'search',
    cell: ({ row: { original } }) => <Quantity of={{ value: original.search, n: original.n }} unit="share" />,
    meta: { className: 'w-48 shrink-0' },
  },
];

/** Whether the search for something better found it, on questions that it never saw. */
export const OptimiseView = () => (
  <OneRecord type="optimise/result" schema={optimisationSchema}>
    {({ method, subject, proposals, winner, rescored, kept, because }) => (
      <>
        <Section title={`${method} on ${subject}`} says={because}>
          <p className="mb-2 flex flex-wrap items-center gap-2">
            <VerdictBadge verdict={kept ? 'pass' : 'unknown'}>{kept ? 'kept' : 'not kept'}</VerdictBadge>
            {winner && <span className="font-medium">{winner.strategy.name}</span>}
          </p>
          {rescored && (
            <p>
              {metricName(rescored.metric)} on questions that the search never saw:{' '}
              <Difference of={rescored.difference} unit={unitOf(rescored.metric)} better={betterOf(rescored.metric)} />
            </p>
          )}
        </Section>
        <Section title="What was tried" says="search scores are optimistic; only the rescoring decides">
          <DataTable
            label="Proposals"
            columns={columns}
            rows={proposals}
            rowKey={({ candidateId }) => candidateId}
            rowHeight={36}
          />
        </Section>
      </>
    )}
  </OneRecord>
);
