import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ArrowLeft, GitFork } from 'lucide-react';
import { useState } from 'react';
import { traceQuery } from '../../api/queries.ts';
import type { TraceDetail } from '../../api/schemas.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { AppLink } from '../../ui/app-link.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { ShowCommand } from '../../ui/show-command.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { GatewayCall, isGatewayCall } from './gateway-call.tsx';
import { SpanDetail } from './span-detail.tsx';
import { textAt } from './span-tree.ts';
import { rootOf, TraceSummary } from './trace-summary.tsx';
import { Waterfall } from './waterfall.tsx';
import { shown } from '../../ui/commands.ts';

interface Props {
  readonly detail: TraceDetail;
  readonly loadAll: () => void;
}

const TraceView = ({ detail, loadAll }: Props) => {
  const chosen = useParam('span');
  const setParams = useSetParams();
  const root = rootOf(detail);
  const selected = detail.spans.find(({ spanId }) => spanId === chosen) ?? root;
  if (root === undefined || selected === undefined) {
    return (
      <Empty title="This trace has no spans">
        They were dropped because a queue was full, or retention has deleted them.
      </Empty>
    );
  }
  const call = isGatewayCall(selected) ? selected : detail.spans.find(isGatewayCall);
  return (
    <>
      <TraceSummary detail={detail} root={root} />
      {call && <GatewayCall span={call} traceId={detail.traceId} />}
      <Waterfall
        spans={detail.spans}
        total={detail.total}
        loadAll={loadAll}
        selected={selected.spanId}
        choose={(span) => {
          setParams({ span }, true);
        }}
      />
      <div className="mt-5">
        <SpanDetail span={selected} />
      </div>
    </>
  );
};

const Actions = ({ traceId, isAnswer }: { readonly traceId: string; readonly isAnswer: boolean }) => (
  <>
    <AppLink href="/traces" className={buttonLook('quiet')}>
      <ArrowLeft size={15} aria-hidden />
      All traces
    </AppLink>
    <ShowCommand of={shown.trace(traceId)} />
    {isAnswer && (
      <AppLink href={`/answers/${traceId}`} className={buttonLook()}>
        <GitFork size={15} aria-hidden />
        Answer lineage
      </AppLink>
    )}
  </>
);

/** One answer from question to text: its spans over time, and what each said and found. */
export const TracePage = () => {
  const { traceId = '' } = useParams({ strict: false });
  const [whole, setWhole] = useState(false);
  const query = useQuery({ ...traceQuery(traceId, whole), placeholderData: keepPreviousData });
  const root = query.data && rootOf(query.data);
  return (
    <PageFrame
      title="Trace"
      says={(root && textAt(root, 'throughline.question')) ?? 'How one answer came about.'}
      action={<Actions traceId={traceId} isAnswer={root === undefined || !isGatewayCall(root)} />}
    >
      <QueryView query={query}>{(detail) => <TraceView detail={detail} loadAll={() => setWhole(true)} />}</QueryView>
    </PageFrame>
  );
};
