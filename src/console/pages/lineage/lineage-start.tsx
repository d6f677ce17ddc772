import { useQueries, useQuery } from '@tanstack/react-query';
import { getJson } from '../../api/client.ts';
import { recordsQuery } from '../../api/queries.ts';
import { tracePageSchema } from '#run/monitor/contract';
import { PageFrame } from '../../frame/page-frame.tsx';
import { Ago } from '../../ui/ago.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { Section } from '../../ui/section.tsx';
import { Empty, Failure, QueryView, SkeletonRows } from '../../ui/states.tsx';
import { terminal } from '../../ui/commands.ts';

const rowLook = '-mx-2 flex min-h-9 items-center gap-3 rounded-md px-2 py-1 hover:bg-hover';
const starts = [
  'rollout/release',
  'readiness/report',
  'experiments/comparison',
  'knowledge/index',
  'data/dataset',
  'charter/charter',
];

const Answers = () => {
  const query = useQuery({
    queryKey: ['/api/traces?traffic=served&limit=12'],
    queryFn: async ({ signal }) => getJson('/api/traces?traffic=served&limit=12', tracePageSchema, signal),
  });
  return (
    <QueryView query={query}>
      {({ traces }) =>
        traces.length === 0 ? (
          <Empty title="No answer yet" command={terminal.ask('QUESTION')}>
            Ask something; each answer can then be followed to its paragraph and file.
          </Empty>
        ) : (
          <ul>
            {traces.map(({ traceId, question, at }) => (
              <li key={traceId}>
                <AppLink href={`/answers/${traceId}`} className={rowLook}>
                  <span className="min-w-0 flex-1 truncate">{question ?? traceId}</span>
                  <span className="text-muted text-xs">
                    <Ago at={at} />
                  </span>
                </AppLink>
              </li>
            ))}
          </ul>
        )
      }
    </QueryView>
  );
};

const Records = () => {
  const lists = useQueries({ queries: starts.map((type) => recordsQuery({ type, limit: 2 })) });
  const failed = lists.find(({ error }) => error !== null);
  if (failed?.error) return <Failure error={failed.error} retry={failed.refetch} />;
  if (lists.some(({ data }) => data === undefined)) return <SkeletonRows rows={starts.length} />;
  const shown = lists.flatMap(({ data }) => data?.records ?? []);
  if (shown.length === 0) return <Empty title="No records yet" command={terminal.run()} />;
  return (
    <ul>
      {shown.map(({ hash, type, createdAt }) => (
        <li key={hash}>
          <AppLink href={`/lineage/${hash}`} className={rowLook}>
            <span className="flex-1">{type}</span>
            <code className="text-muted font-mono text-xs">{hash.slice(0, 12)}</code>
            <span className="text-muted text-xs">
              <Ago at={createdAt} />
            </span>
          </AppLink>
        </li>
      ))}
    </ul>
  );
};

export const LineageStart = () => (
  <PageFrame
    title="Lineage"
    says="Where anything comes from: an answer down to its paragraph, a release down to its sources."
  >
    <div className="grid grid-cols-1 gap-8 xl:grid-cols-2">
      <Section title="From an answer" says="to the paragraph and the file">
        <Answers />
      </Section>
      <Section title="From a record" says="up to what it was made from, down to what uses it">
        <Records />
      </Section>
    </div>
  </PageFrame>
);
