import { useQuery } from '@tanstack/react-query';
import type { AlertState } from '#run/monitor/contract';
import { alertsQuery, kpisQuery } from '../../api/queries.ts';
import { Ago } from '../../ui/ago.tsx';
import { TextLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Section } from '../../ui/section.tsx';
import { Badge, type Tone } from '../../ui/state-badge.tsx';
import { Empty, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { KpiTable, KpiTableSkeleton } from './kpi-table.tsx';

const tones: Readonly<Record<AlertState['state'], readonly [Tone, string]>> = {
  ok: ['fresh', 'quiet'],
  firing: ['failed', 'firing'],
  'no-data': ['never', 'no data'],
};

const limitOf = ({ above, below, windowMinutes, minimumSamples }: AlertState['rule']): string =>
  `${above === undefined ? `below ${below ?? ''}` : `above ${above}`} for ${windowMinutes} min, at least ${minimumSamples} answers`;

const columns: Columns<AlertState> = [
  {
    id: 'rule',
    header: 'Rule',
    accessorFn: ({ rule }) => rule.id,
    cell: ({ row: { original } }) => (
      <span className="block py-2">
        <span className="block font-medium">{original.rule.id}</span>
        <span className="text-muted text-xs">
          {original.rule.metric} {limitOf(original.rule)}
        </span>
      </span>
    ),
    meta: { className: 'flex-1' },
  },
  {
    id: 'says',
    header: 'Now',
    enableSorting: false,
    cell: ({ row }) => <span className="text-soft block py-2">{row.original.says}</span>,
    meta: { className: 'flex-1 @max-lg:hidden' },
  },
  {
    id: 'state',
    header: 'State',
    accessorKey: 'state',
    cell: ({ row }) => <Badge tone={tones[row.original.state][0]}>{tones[row.original.state][1]}</Badge>,
    meta: { className: 'w-24 shrink-0' },
  },
  {
    id: 'since',
    header: 'Since',
    accessorKey: 'since',
    cell: ({ row }) => <Ago at={row.original.since} />,
    meta: { className: 'w-28 shrink-0 @max-lg:hidden', right: true },
  },
];

/** KPIs as they stand in production now, and the alerts over them. */
export const MonitorView = () => {
  const kpis = useQuery(kpisQuery());
  const alerts = useQuery(alertsQuery());
  return (
    <>
      <Section title="KPIs" says="refreshed every ten seconds" aside={<TextLink href="/traces">traces</TextLink>}>
        <QueryView query={kpis} skeleton={<KpiTableSkeleton />}>
          {(data) => <KpiTable kpis={data.kpis} />}
        </QueryView>
      </Section>
      <Section title="Alerts">
        <QueryView query={alerts} skeleton={<SkeletonRows rows={2} />}>
          {(data) => (
            <DataTable
              label="Alerts"
              columns={columns}
              rows={data.alerts}
              rowKey={({ rule }) => rule.id}
              rowHeight={52}
              empty={<Empty title="No alert rule">Add rules under `monitor.alerts` in the project file.</Empty>}
            />
          )}
        </QueryView>
      </Section>
    </>
  );
};
