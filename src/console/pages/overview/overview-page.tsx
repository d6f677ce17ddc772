import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { BellRing, Check, Play } from 'lucide-react';
import type { Lifecycle } from '#program/contract';
import { postJson } from '../../api/client.ts';
import { alertsQuery, kpisQuery, lifecycleQuery } from '../../api/queries.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { Ago } from '../../ui/ago.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../../ui/error-text.ts';
import { Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { QueryView, Skeleton } from '../../ui/states.tsx';
import { KpiStrip } from './kpi-strip.tsx';
import { LifecycleMap } from './lifecycle-map.tsx';
import { shown } from '../../ui/commands.ts';

/** Alerts that fire now, in a line that is always there, so that nothing moves when one appears. */
const Firing = () => {
  const { data } = useQuery(alertsQuery());
  const firing = data?.alerts.filter(({ state }) => state === 'firing') ?? [];
  const first = firing[0];
  return (
    <p role="status" className="mb-3 flex h-9 items-center gap-2 overflow-hidden">
      {first !== undefined && (
        <AppLink
          href="/stages/monitor"
          className="bg-failed-wash flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-3"
        >
          <BellRing size={14} aria-hidden className="text-failed shrink-0" />
          <span className="text-failed font-medium whitespace-nowrap">
            {first.rule.id}
            {firing.length > 1 ? ` and ${firing.length - 1} more` : ''}
          </span>
          <span className="min-w-0 truncate">{first.says}</span>
          <span className="text-soft ml-auto max-sm:hidden">
            since <Ago at={first.since} />
          </span>
        </AppLink>
      )}
      {data !== undefined && first === undefined && (
        <span className="text-muted flex items-center gap-2">
          <Check size={14} aria-hidden />
          No alert is firing.
        </span>
      )}
    </p>
  );
};

const states = ['running', 'waiting', 'failed', 'stale', 'never', 'fresh'] as const;

const Counts = ({ stages }: Pick<Lifecycle, 'stages'>) => (
  <span className="flex flex-wrap gap-1.5">
    {states.map((state) => {
      const count = stages.filter(({ status }) => status === state).length;
      return (
        count > 0 && (
          <Badge
            key={state}
            tone={state}
          >{`${count} ${{ running: 'running', waiting: 'waiting for a person', failed: 'failed', stale: 'out of date', never: 'not run yet', fresh: 'up to date' }[state]}`}</Badge>
        )
      );
    })}
  </span>
);

/** Holds the button's width, so that its neighbours stay where they are. */
const longestLabel = 'Run what is out of date';

const RunButton = ({ running }: { readonly running: boolean }) => {
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: async () => postJson('/api/run', { stages: [] }),
    onSettled: async () => client.invalidateQueries({ queryKey: lifecycleQuery().queryKey }),
  });
  return (
    <>
      {run.error && (
        <span role="alert" className="text-failed max-w-72">
          {errorText(run.error)}
        </span>
      )}
      <Button look="primary" icon={Play} disabled={running || run.isPending} onClick={() => run.mutate()}>
        <span className="grid">
          <span className="col-start-1 row-start-1">{running ? 'Running' : longestLabel}</span>
          <span aria-hidden className="invisible col-start-1 row-start-1">
            {longestLabel}
          </span>
        </span>
      </Button>
    </>
  );
};

const MapSkeleton = () => (
  <div className="grid grid-cols-1 gap-5 xl:grid-cols-6 xl:gap-8">
    {[3, 5, 5, 5, 3, 2].map((count, column) => (
      <div key={column} className="flex flex-col gap-3 pt-6">
        {Array.from({ length: count }, (_, row) => (
          <Skeleton key={row} className="h-[84px]" />
        ))}
      </div>
    ))}
  </div>
);

const MapSection = ({ query }: { readonly query: UseQueryResult<Lifecycle> }) => (
  <Section
    title="Lifecycle"
    says={
      query.data?.running ? (
        <>
          a run began <Ago at={query.data.running.startedAt} />
        </>
      ) : (
        'lines are records that one stage made and another read'
      )
    }
    aside={query.data ? <Counts stages={query.data.stages} /> : <Skeleton className="h-6 w-72" />}
  >
    <QueryView query={query} skeleton={<MapSkeleton />}>
      {({ stages }) => <LifecycleMap stages={stages} />}
    </QueryView>
  </Section>
);

/** The map waits for the KPIs: it stands below them, and their number decides where. */
export const OverviewPage = () => {
  const query = useQuery(lifecycleQuery());
  const kpis = useQuery(kpisQuery());
  const running = query.data?.running;
  return (
    <PageFrame
      title="Overview"
      says="Where the project stands, from the business case to what production teaches."
      action={
        <>
          <ShowCommand of={shown.run()} />
          <RunButton running={running !== undefined} />
        </>
      }
    >
      <Section title="KPIs" says="value, interval and target">
        <Firing />
        <KpiStrip />
      </Section>
      {kpis.isPending ? <MapSkeleton /> : <MapSection query={query} />}
    </PageFrame>
  );
};
