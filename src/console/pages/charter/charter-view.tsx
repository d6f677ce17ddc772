import { useQuery } from '@tanstack/react-query';
import { charterSchema, type Charter } from '#plan/charter/contract';
import { kpisQuery, useRecords } from '../../api/queries.ts';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Facts, Section } from '../../ui/section.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { KpiTable, KpiTableSkeleton } from './kpi-table.tsx';
import { terminal } from '../../ui/commands.ts';

type Risk = Charter['risks'][number];

const riskColumns: Columns<Risk> = [
  {
    id: 'risk',
    header: 'Risk',
    accessorKey: 'risk',
    cell: ({ row }) => <span className="block py-2 font-medium">{row.original.risk}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'likelihood',
    header: 'Likelihood',
    accessorKey: 'likelihood',
    meta: { className: 'w-24 shrink-0 @max-lg:hidden' },
  },
  { id: 'impact', header: 'Impact', accessorKey: 'impact', meta: { className: 'w-20 shrink-0' } },
  {
    id: 'mitigation',
    header: 'What is done about it',
    enableSorting: false,
    cell: ({ row }) => <span className="text-soft block py-2">{row.original.mitigation}</span>,
    meta: { className: 'flex-[1.4] @max-lg:hidden' },
  },
];

const usd = (value: number): string => formatQuantity({ value }, 'usd').value;

const Purpose = ({ charter }: { readonly charter: Charter }) => (
  <div className="grid grid-cols-1 gap-x-10 gap-y-4 xl:grid-cols-2">
    <p className="max-w-prose text-base">{charter.problem}</p>
    <Facts
      items={[
        ['For', charter.users.join(', ')],
        ['People', charter.stakeholders.map(({ name, role }) => `${name} (${role})`).join(', ')],
        [
          'Budget',
          `${usd(charter.budget.usdPerMonth)} a month, ${usd(charter.budget.usdPerAnswer)} an answer, ${charter.budget.answersPerMonth.toLocaleString('en-GB')} answers a month`,
        ],
        [
          'Constraints',
          `data stays: ${charter.constraints.residency.join(', ')}; models: ${charter.constraints.access.join(', ')}`,
        ],
        ['Regulation', charter.regulation.join(', ') || 'none named'],
      ]}
    />
  </div>
);

/** What the project is for, its KPIs with live values, its risks. */
export const CharterView = () => {
  const kpis = useQuery(kpisQuery());
  return (
    <QueryView query={useRecords('charter/charter', charterSchema)}>
      {({ records: [record] }) =>
        record === undefined ? (
          <Empty title="There is no charter yet" command={terminal.run('charter')}>
            The charter is the `charter` part of the project file: the problem, the people, the budget and the KPIs.
          </Empty>
        ) : (
          <>
            <Section title="Purpose" aside={<TextPanelLink open={{ record: record.hash }}>record</TextPanelLink>}>
              <Purpose charter={record.body} />
            </Section>
            <Section
              title="KPIs"
              says="what production measures now, and what the sealed test measured before the release"
            >
              <QueryView query={kpis} skeleton={<KpiTableSkeleton rows={record.body.kpis.length} />}>
                {(data) => <KpiTable kpis={data.kpis} />}
              </QueryView>
            </Section>
            <Section title="Risks">
              <DataTable
                label="Risks"
                columns={riskColumns}
                rows={record.body.risks}
                rowKey={({ risk }) => risk}
                empty={<p className="text-muted">The charter names none.</p>}
              />
            </Section>
          </>
        )
      }
    </QueryView>
  );
};
