import { Ban, GitFork, LoaderCircle, Waypoints } from 'lucide-react';
import type { AnswerTail } from '../../api/schemas.ts';
import { AppLink, PanelLink } from '../../ui/app-link.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Prose } from '../../ui/prose.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import { Failure } from '../../ui/states.tsx';
import { FeedbackButtons } from './feedback-buttons.tsx';
import type { Exchange } from './use-conversation.ts';

type Citation = AnswerTail['citations'][number];

const placeOf = ({ documentId, source, start, end }: Citation) => ({
  doc: documentId ?? source,
  ...(start === undefined || end === undefined ? {} : { start: String(start), end: String(end) }),
});

const Citations = ({ citations }: { readonly citations: readonly Citation[] }) => (
  <ol aria-label="Sources" className="mt-3 flex flex-col gap-1">
    {citations.map((citation, index) => (
      <li key={`${citation.source} ${citation.heading} ${index}`}>
        <PanelLink
          open={placeOf(citation)}
          className="hover:bg-hover flex items-start gap-2 rounded-md border px-2.5 py-1.5"
        >
          <span className="text-muted">{index + 1}</span>
          <span className="min-w-0">
            <span className="text-accent font-medium">{citation.heading.replaceAll('`', '')}</span>{' '}
            <span className="text-muted break-all">{citation.source}</span>
            <span className="text-soft line-clamp-2">{citation.quote}</span>
          </span>
        </PanelLink>
      </li>
    ))}
  </ol>
);

const iconLink = 'inline-flex h-7 items-center gap-1 rounded-md px-1.5 text-soft hover:bg-hover hover:text-ink';

const Footer = ({ tail }: { readonly tail: AnswerTail }) => (
  <div className="text-muted mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
    <FeedbackButtons traceId={tail.traceId} />
    <AppLink href={`/traces/${tail.traceId}`} className={iconLink}>
      <Waypoints size={14} aria-hidden />
      Trace
    </AppLink>
    <AppLink href={`/answers/${tail.traceId}`} className={iconLink}>
      <GitFork size={14} aria-hidden />
      Lineage
    </AppLink>
    <span>{formatQuantity({ value: tail.latencyMs }, 'ms').value}</span>
    <span>{formatQuantity({ value: tail.costUsd }, 'usd').value}</span>
    {tail.release && (
      <span>
        release <code className="font-mono">{tail.release.slice(0, 12)}</code>
      </span>
    )}
    {tail.preview && <Badge tone="waiting">preview, not released</Badge>}
  </div>
);

/** One question with its answer, its sources and what to say about it. */
export const ExchangeView = ({
  exchange: { question, answer, tail, error, running },
}: {
  readonly exchange: Exchange;
}) => (
  <article className="flex flex-col gap-3 border-b py-5 first:pt-0 last:border-0">
    <p className="bg-sunken ml-auto max-w-[85%] rounded-lg px-3.5 py-2 text-base break-words whitespace-pre-wrap">
      {question}
    </p>
    <div aria-live="polite" aria-busy={running}>
      {tail?.refused && (
        <p className="mb-2 flex items-center gap-2 font-medium">
          <Ban size={15} aria-hidden className="text-muted" />
          Refused: the sources do not hold the answer.
        </p>
      )}
      {error ? <Failure error={error} /> : <Prose text={answer} />}
      {running && answer === '' && (
        <p className="text-muted flex items-center gap-2">
          <LoaderCircle size={15} aria-hidden className="animate-spin" />
          Looking for the passages
        </p>
      )}
      {tail && tail.citations.length > 0 && <Citations citations={tail.citations} />}
      {tail && <Footer tail={tail} />}
    </div>
  </article>
);
