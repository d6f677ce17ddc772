import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { RolloutView } from '#run/rollout/contract';
import { rolloutQuery } from '../../api/queries.ts';
import { Ago } from '../../ui/ago.tsx';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { DataTable, type Columns } from '../../ui/data-table.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Facts, Section } from '../../ui/section.tsx';
import { Badge, VerdictBadge } from '../../ui/state-badge.tsx';
import { Empty, QueryView, Skeleton } from '../../ui/states.tsx';
import { metricName } from '../../ui/metric-words.ts';
import { RolloutActions } from './rollout-actions.tsx';
import { terminal } from '../../ui/commands.ts';

const EvidenceChart = lazy(async () => ({ default: (await import('./evidence-chart.tsx')).EvidenceChart }));

type Arm = RolloutView['arms'][number];

const Release = ({ id }: { readonly id: string | undefined }) =>
  id === undefined ? (
    <span className="text-muted">none</span>
  ) : (
    <TextPanelLink open={{ record: id }} className="font-mono text-xs">
      {id.slice(0, 12)}
    </TextPanelLink>
  );

const columns: Columns<Arm> = [
  {
    id: 'arm',
    header: 'Arm',
    accessorKey: 'arm',
    cell: ({ row: { original } }) => (
      <span className="flex items-center gap-2">
        <span className={`size-2.5 rounded-full ${original.arm === 'canary' ? 'bg-candidate' : 'bg-control'}`} />
        <span className="font-medium">{original.arm}</span>
      </span>
    ),
    meta: { className: 'w-28 shrink-0' },
  },
  {
    id: 'name',
    header: 'Strategy',
    accessorKey: 'name',
    cell: ({ row: { original } }) => <span className="block truncate">{original.name}</span>,
    meta: { className: 'flex-1' },
  },
  {
    id: 'release',
    header: 'Release',
    enableSorting: false,
    cell: ({ row }) => <Release id={row.original.release} />,
    meta: { className: 'w-32 shrink-0 @max-2xl:hidden' },
  },
  {
    id: 'exposures',
    header: 'Answers',
    accessorKey: 'exposures',
    cell: ({ row }) => row.original.exposures.toLocaleString('en-GB'),
    meta: { className: 'w-20 shrink-0 @max-lg:hidden', right: true },
  },
  { id: 'bad', header: 'Bad', accessorKey: 'bad', meta: { className: 'w-14 shrink-0 @max-lg:hidden', right: true } },
  {
    id: 'rate',
    header: 'Bad answer rate',
    enableSorting: false,
    cell: ({ row: { original } }) => (
      <Quantity
        of={original.badRate && { ...original.badRate, n: original.exposures }}
        unit="share"
        layout="stack"
        unmeasured="No answer yet."
      />
    ),
    meta: { className: 'w-36 shrink-0' },
  },
];

const Standing = ({ state }: { readonly state: RolloutView['state'] }) => {
  const { active, previous, canary, lastDecision } = state;
  return (
    <Facts
      items={[
        ['Serving', <Release key="active" id={active} />],
        [
          'Canary',
          canary === undefined ? (
            <span key="canary" className="text-muted">
              none
            </span>
          ) : (
            <span key="canary">
              <Release id={canary.release} /> for {Math.round(canary.share * 100)} % of conversations, since{' '}
              <Ago at={canary.startedAt} />
            </span>
          ),
        ],
        ['Before it', <Release key="previous" id={previous} />],
        [
          'Last decision',
          lastDecision === undefined ? (
            <span key="last" className="text-muted">
              none
            </span>
          ) : (
            <span key="last">
              {lastDecision.verdict.replace('-', ' ')} by {lastDecision.actor}, <Ago at={lastDecision.at} />:{' '}
              {lastDecision.because}
            </span>
          ),
        ],
      ]}
    />
  );
};

const Guards = ({ view }: { readonly view: RolloutView }) => (
  <ul className="mb-3 flex flex-col gap-1.5">
    {view.guards.map(({ metric, verdict, says }) => (
      <li key={metric} className="flex flex-wrap items-center gap-2">
        <VerdictBadge verdict={verdict}>{verdict === 'continue' ? 'not decided' : verdict}</VerdictBadge>
        <span className="font-medium">{metricName(metric)}</span>
        <span className="text-soft">{says}</span>
      </li>
    ))}
  </ul>
);

const Rollout = ({ view }: { readonly view: RolloutView }) => (
  <>
    <Section title="What is served" aside={<RolloutActions view={view} />}>
      {view.state.canary?.simulated && (
        <div className="mb-3">
          <Badge tone="waiting">a regression put in on purpose, to watch a rollback</Badge>
        </div>
      )}
      <Standing state={view.state} />
    </Section>
    {view.history.length > 1 && (
      <Section title="Is the canary worse?" says="tested after every answer">
        <Guards view={view} />
        <Suspense fallback={<Skeleton className="h-[352px]" />}>
          <EvidenceChart history={view.history} line={view.guards[0]?.line ?? Math.log(20)} />
        </Suspense>
      </Section>
    )}
    {view.arms.length > 0 && (
      <Section title="Arms" says="bad: the answer failed or drew a thumb down">
        <DataTable label="Arms" columns={columns} rows={view.arms} rowKey={({ arm }) => arm} rowHeight={48} />
      </Section>
    )}
  </>
);

/** What is served to whom, and the evidence for and against the canary. */
export const RolloutPage = () => (
  <QueryView query={useQuery(rolloutQuery())}>
    {(view) =>
      view.state.active === undefined && view.state.canary === undefined ? (
        <Empty title="Nothing is released yet" command={terminal.run('rollout')}>
          A candidate becomes a release when its gates pass. Until then it can be tried as a preview under Ask.
        </Empty>
      ) : (
        <Rollout view={view} />
      )
    }
  </QueryView>
);
