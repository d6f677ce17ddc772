import type { TraceDetail, TraceSpan } from '../../api/schemas.ts';
import { Ago } from '../../ui/ago.tsx';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { ShortId } from '../../ui/copy-button.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { FeedbackButtons } from '../chat/feedback-buttons.tsx';
import { costOf, textAt } from './span-tree.ts';
import { TraceState } from './trace-list.tsx';

/** The span that everything else belongs to. */
export const rootOf = ({ spans }: Pick<TraceDetail, 'spans'>): TraceSpan | undefined =>
  spans.find(({ parentSpanId }) => parentSpanId === undefined) ?? spans[0];

const Said = ({ feedback }: Pick<TraceDetail, 'feedback'>) => {
  const comments = feedback.filter(({ comment }) => comment !== undefined);
  if (comments.length === 0) return null;
  return (
    <ul className="mb-4 flex flex-col gap-1">
      {comments.map(({ id, comment, source, at }) => (
        <li key={id}>
          “{comment}”{' '}
          <span className="text-muted">
            {source}, <Ago at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
};

const Release = ({ root }: { readonly root: TraceSpan }) => {
  const release = textAt(root, 'throughline.release');
  if (release === undefined) return null;
  return (
    <span>
      release{' '}
      <TextPanelLink open={{ record: release }} className="font-mono text-xs">
        {release.slice(0, 12)}
      </TextPanelLink>
    </span>
  );
};

/** State, time, cost, release and what people said about one answer. */
export const TraceSummary = ({ detail, root }: { readonly detail: TraceDetail; readonly root: TraceSpan }) => {
  const { usd } = costOf(root);
  return (
    <>
      <div className="text-soft mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <TraceState status={root.status} refused={root.attributes['throughline.refused'] === true} />
        <Ago at={root.startedAt} />
        <span>{formatQuantity({ value: root.durationMs }, 'ms').value}</span>
        {usd !== undefined && <span>{formatQuantity({ value: usd }, 'usd').value}</span>}
        <span>{textAt(root, 'throughline.arm')}</span>
        <Release root={root} />
        <ShortId id={detail.traceId} />
        <FeedbackButtons traceId={detail.traceId} given={detail.feedback.find(({ name }) => name === 'thumb')?.value} />
      </div>
      <Said feedback={detail.feedback} />
    </>
  );
};
