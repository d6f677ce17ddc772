import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ArrowLeft, GitFork } from 'lucide-react';
import type { z } from 'zod';
import { traceQuery } from '../../api/queries.ts';
import type { traceDetailSchema } from '../../api/schemas.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { Ago } from '../../ui/ago.tsx';
import { AppLink, TextPanelLink } from '../../ui/app-link.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { ShortId } from '../../ui/copy-button.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { useParam, useSetParams } from '../../ui/location.ts';
import { ShowCommand } from '../../ui/show-command.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { FeedbackButtons } from '../chat/feedback-buttons.tsx';
import { SpanDetail } from './span-detail.tsx';
import { TraceState } from './trace-list.tsx';
import { Waterfall } from './waterfall.tsx';

type Detail = z.infer<typeof traceDetailSchema>;

const Summary = ({ trace }: Pick<Detail, 'trace'>) => (
  <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-soft">
    <TraceState trace={trace} />
    <span><Ago at={trace.startedAt} /></span>
    <span>{formatQuantity({ value: trace.durationMs }, 'ms').value}</span>
    <span>{formatQuantity({ value: trace.costUsd }, 'usd').value}</span>
    {trace.arm && <span>{trace.arm}</span>}
    {trace.release && <span>release <TextPanelLink open={{ record: trace.release }} className="font-mono text-xs">{trace.release.slice(0, 12)}</TextPanelLink></span>}
    <ShortId id={trace.traceId} />
    <FeedbackButtons traceId={trace.traceId} given={trace.feedback ?? undefined} />
  </div>
);

const TraceView = ({ detail: { trace, spans } }: { readonly detail: Detail }) => {
  const chosen = useParam('span');
  const setParams = useSetParams();
  const selected = spans.find(({ spanId }) => spanId === chosen) ?? spans.find(({ parentSpanId }) => !parentSpanId) ?? spans[0];
  return (
    <>
      <Summary trace={trace} />
      {selected === undefined ? (
        <Empty title="This trace has no spans">They were dropped because a queue was full, or retention has deleted them.</Empty>
      ) : (
        <>
          <Waterfall spans={spans} selected={selected.spanId} choose={(span) => setParams({ span }, true)} />
          <div className="mt-5"><SpanDetail span={selected} /></div>
        </>
      )}
    </>
  );
};

/** One answer from question to text: its spans over time, and what each said and found. */
export const TracePage = () => {
  const { traceId = '' } = useParams({ strict: false });
  const query = useQuery(traceQuery(traceId));
  return (
    <PageFrame
      title="Trace"
      says={query.data?.trace.question ?? 'How one answer came about.'}
      action={
        <>
          <AppLink href="/traces" className={buttonLook('quiet')}><ArrowLeft size={15} aria-hidden />All traces</AppLink>
          <ShowCommand cli={`traces ${traceId}`} http={`GET /api/traces/${traceId}`} />
          <AppLink href={`/answers/${traceId}`} className={buttonLook()}><GitFork size={15} aria-hidden />Answer lineage</AppLink>
        </>
      }
    >
      <QueryView query={query}>{(detail) => <TraceView detail={detail} />}</QueryView>
    </PageFrame>
  );
};
