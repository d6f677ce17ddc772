import type { CaseResult } from '#prove/evaluate/contract';
import { TextLink, TextPanelLink } from '../../ui/app-link.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { metricName } from '../../ui/metric-words.ts';
import { Prose } from '../../ui/prose.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';

const Citations = ({ result: { answer } }: { readonly result: CaseResult }) => {
  if (answer === undefined || answer.citations.length === 0) return null;
  return (
    <ul className="flex flex-col">
      {answer.citations.map(({ documentId, heading, start, end }) => (
        <li key={`${documentId} ${start}`} className="truncate">
          <TextPanelLink open={{ doc: documentId, start: String(start), end: String(end) }}>{documentId}</TextPanelLink>
          <span className="text-muted"> {heading}</span>
        </li>
      ))}
    </ul>
  );
};

const Scores = ({ scores }: { readonly scores: CaseResult['scores'] }) => (
  <dl className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
    {Object.entries(scores).map(([metric, value]) => (
      <div key={metric} className="flex gap-1.5">
        <dt className="text-muted">{metricName(metric)}</dt>
        <dd className="font-medium">{formatQuantity({ value }, 'share').value}</dd>
      </div>
    ))}
  </dl>
);

interface Props {
  readonly name: string;
  readonly result: CaseResult;
}

/** One candidate's answer to one question: verdict, text, citations, scores, time. */
export const AnswerCard = ({ name, result }: Props) => (
  <article aria-label={name} className="border-line-strong flex min-w-0 flex-col gap-3 border-t-2 pt-2">
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="flex-1 font-semibold">{name}</h3>
      <VerdictBadge verdict={result.failure === undefined ? 'pass' : 'fail'}>
        {result.failure?.replaceAll('-', ' ') ?? 'pass'}
      </VerdictBadge>
    </div>
    {result.answer === undefined ? (
      <p className="text-failed">
        No answer: <code className="font-mono text-xs">{result.fault}</code>
      </p>
    ) : (
      <Prose text={result.answer.text} />
    )}
    <Citations result={result} />
    <Scores scores={result.scores} />
    <p className="text-muted flex gap-4 text-xs">
      {result.latencyMs !== undefined && <span>{formatQuantity({ value: result.latencyMs }, 'ms').value}</span>}
      {result.answer && <span>{result.answer.usage.inputTokens + result.answer.usage.outputTokens} tokens</span>}
      <TextLink href={`/traces/${result.traceId}`}>trace</TextLink>
    </p>
  </article>
);
