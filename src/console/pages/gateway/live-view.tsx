import { useQuery } from '@tanstack/react-query';
import { gatewayQuery } from '../../api/gateway-queries.ts';
import { shown } from '../../ui/commands.ts';
import { Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { QueryView, Skeleton, SkeletonRows } from '../../ui/states.tsx';
import { CacheTable } from './cache-table.tsx';
import { RouteList } from './route-list.tsx';
import { TrafficFigures } from './traffic-figures.tsx';

const Loading = () => (
  <>
    <Skeleton className="mb-6 h-[104px] w-full" />
    <SkeletonRows />
  </>
);

/** What the gateway does right now: traffic, routes, targets and caches of this process. */
export const LiveView = () => (
  <QueryView query={useQuery(gatewayQuery())} skeleton={<Loading />}>
    {(view) => (
      <>
        <Section
          title="Traffic"
          says="this process, since it started"
          aside={<ShowCommand short of={shown.gateway()} />}
        >
          <TrafficFigures view={view} />
        </Section>
        <RouteList routes={view.routes} />
        <CacheTable view={view} />
      </>
    )}
  </QueryView>
);
