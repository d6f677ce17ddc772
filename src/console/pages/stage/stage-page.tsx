import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { Suspense } from 'react';
import type { StageState } from '#program/contract';
import { postJson } from '../../api/client.ts';
import { lifecycleQuery } from '../../api/queries.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { titled } from '../../frame/stage-words.ts';
import { Ago } from '../../ui/ago.tsx';
import { Button } from '../../ui/button.tsx';
import { errorText } from '../../ui/error-text.ts';
import { useParam } from '../../ui/location.ts';
import { ShowCommand } from '../../ui/show-command.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { Empty, Failure, Skeleton, SkeletonRows } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { StageRecords } from './stage-records.tsx';
import { stageViews } from './stage-views.tsx';
import { shown, terminal } from '../../ui/commands.ts';

const RunStage = ({ stage }: { readonly stage: StageState }) => {
  const run = useMutation({ mutationFn: async () => postJson('/api/run', { stages: [stage.name] }) });
  return (
    <>
      {run.error && (
        <span role="alert" className="text-failed max-w-72">
          {errorText(run.error)}
        </span>
      )}
      <ShowCommand of={shown.run(stage.name)} />
      <Button icon={Play} disabled={stage.status === 'running' || run.isPending} onClick={() => run.mutate()}>
        Run
      </Button>
    </>
  );
};

/** Why the stage is not fresh, with what to do when it failed. */
const Standing = ({ stage: { status, reason, fault, progress } }: { readonly stage: StageState }) => {
  if (fault !== undefined && status === 'failed') {
    return (
      <div role="alert" className="bg-failed-wash mb-4 rounded-md px-3 py-2">
        <p className="text-failed font-medium">
          {fault.what} <code className="ml-1 font-mono text-xs">{fault.code}</code>
        </p>
        <p>
          {fault.why} {fault.remedy}
        </p>
      </div>
    );
  }
  if (status === 'fresh' || status === 'never') return null;
  return <p className="text-soft mb-4">{progress?.message ?? reason}</p>;
};

const StageBody = ({ stage }: { readonly stage: StageState }) => {
  const own = stageViews[stage.name] ?? [];
  const wanted = useParam('view');
  const shown = wanted === 'records' ? undefined : (own.find(({ id }) => id === wanted) ?? own[0]);
  return (
    <>
      <Standing stage={stage} />
      {own.length > 0 && (
        <Tabs
          label={`Views of ${stage.name}`}
          active={shown?.id ?? 'records'}
          tabs={[...own, { id: 'records', label: 'Records' }]}
        />
      )}
      <Suspense key={stage.name} fallback={<SkeletonRows />}>
        {shown ? <shown.Body /> : <StageRecords stage={stage} preview={own.length === 0} />}
      </Suspense>
    </>
  );
};

const Content = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(lifecycleQuery());
  if (data === undefined) return error ? <Failure error={error} retry={refetch} /> : <SkeletonRows />;
  const stage = data.stages.find((one) => one.name === name);
  if (stage !== undefined) return <StageBody stage={stage} />;
  return (
    <Empty title={`There is no stage called ${name}`} command={terminal.status()}>
      The left rail lists the stages there are.
    </Empty>
  );
};

/** One stage: its question, its state, its own view, its records. */
export const StagePage = () => {
  const { stage: name = '' } = useParams({ strict: false });
  const { data } = useQuery(lifecycleQuery());
  const stage = data?.stages.find((one) => one.name === name);
  return (
    <PageFrame
      title={titled(name)}
      says={stage?.question ?? '\u00a0'}
      state={
        stage ? (
          <>
            <Badge tone={stage.status} />
            {stage.lastRun && (
              <span className="text-muted text-xs">
                ran <Ago at={stage.lastRun.at} />
              </span>
            )}
          </>
        ) : (
          <Skeleton className="h-6 w-24" />
        )
      }
      action={stage && <RunStage stage={stage} />}
    >
      <Content name={name} />
    </PageFrame>
  );
};
