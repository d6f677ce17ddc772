import type { TraceSpan } from '../../api/schemas.ts';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Badge } from '../../ui/state-badge.tsx';
import {
  messagesOf,
  passagesOf,
  plainAttributes,
  toolUseOf,
  type ChatMessage,
  type ShownPassage,
} from './span-content.ts';
import { costOf, textAt } from './span-tree.ts';

const Message = ({ message: { role, text, toolCalls } }: { readonly message: ChatMessage }) => (
  <li className={role === 'assistant' ? 'bg-accent-wash rounded-md px-3 py-2' : 'bg-sunken rounded-md px-3 py-2'}>
    <p className="text-muted mb-1 text-xs font-medium">{role}</p>
    {text !== '' &&
      (text.length > 700 ? (
        <details>
          <summary className="text-soft min-h-6">{text.slice(0, 240)} …</summary>
          <Prose text={text} />
        </details>
      ) : (
        <Prose text={text} />
      ))}
    {toolCalls.map(({ name, input }) => (
      <p key={`${name} ${input}`} className="font-mono text-xs break-all">
        calls {name}({input})
      </p>
    ))}
  </li>
);

const Passage = ({
  passage: { documentId, heading, headingPath, score, text, start, end },
  best,
}: {
  readonly passage: ShownPassage;
  readonly best: number;
}) => (
  <li className="border-b py-2 last:border-0">
    <p className="flex items-baseline gap-3">
      <span className="min-w-0 flex-1">
        <TextPanelLink
          open={{
            doc: documentId,
            ...(typeof start !== 'number' || typeof end !== 'number' ? {} : { start: String(start), end: String(end) }),
          }}
        >
          {documentId}
        </TextPanelLink>{' '}
        <span className="text-muted">{headingPath?.join(' › ') ?? heading}</span>
      </span>
      <span className="bg-sunken relative h-2 w-16 shrink-0 rounded-sm" aria-hidden>
        <span
          className="bg-accent absolute h-full rounded-sm"
          style={{ width: `${Math.min(1, Math.max(0, score / best)) * 100}%` }}
        />
      </span>
      <span className="w-10 shrink-0 text-right font-medium">{score.toFixed(2)}</span>
    </p>
    {text && <p className="text-soft line-clamp-3">{text}</p>}
  </li>
);

const Heading = ({ children }: { readonly children: string }) => (
  <h3 className="mt-4 mb-2 font-semibold">{children}</h3>
);

const Tool = ({ span }: { readonly span: TraceSpan }) => {
  const use = toolUseOf(span);
  if (use === undefined) return null;
  return (
    <>
      <Heading>Tool call</Heading>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-2">
        {use.input !== undefined && (
          <>
            <dt className="text-muted">Arguments</dt>
            <dd>
              <pre tabIndex={0} className="scroll-thin overflow-x-auto font-mono text-xs whitespace-pre-wrap">
                {use.input}
              </pre>
            </dd>
          </>
        )}
        {use.output !== undefined && (
          <>
            <dt className="text-muted">Result</dt>
            <dd>
              <pre tabIndex={0} className="scroll-thin max-h-60 overflow-auto font-mono text-xs whitespace-pre-wrap">
                {use.output}
              </pre>
            </dd>
          </>
        )}
      </dl>
    </>
  );
};

const Used = ({ span }: { readonly span: TraceSpan }) => {
  const { tokens, usd } = costOf(span);
  return (
    <p className="text-soft flex flex-wrap items-center gap-x-4 gap-y-1">
      <span>{span.operation}</span>
      <span>{formatQuantity({ value: span.durationMs }, 'ms').value}</span>
      {tokens !== undefined && <span>{tokens.toLocaleString('en-GB')} tokens</span>}
      {usd !== undefined && <span>{formatQuantity({ value: usd }, 'usd').value}</span>}
      {span.status === 'error' && <Badge tone="failed">{textAt(span, 'error.type') ?? 'error'}</Badge>}
    </p>
  );
};

/** One span: what was said, what was found, what was called, and the rest of its attributes. */
export const SpanDetail = ({ span }: { readonly span: TraceSpan }) => {
  const messages = messagesOf(span);
  const passages = passagesOf(span);
  const rest = plainAttributes(span);
  return (
    <section aria-label={`Span ${span.name}`}>
      <h2 className="text-base font-semibold">{span.name}</h2>
      <Used span={span} />
      {messages.length > 0 && (
        <>
          <Heading>Messages</Heading>
          <ul className="flex flex-col gap-2">
            {messages.map((message, index) => (
              <Message key={index} message={message} />
            ))}
          </ul>
        </>
      )}
      {passages.length > 0 && (
        <>
          <Heading>{`Passages found (${passages.length})`}</Heading>
          <ul>
            {passages.map((passage, index) => (
              <Passage key={index} passage={passage} best={Math.max(1, ...passages.map(({ score }) => score))} />
            ))}
          </ul>
        </>
      )}
      <Tool span={span} />
      {rest.length > 0 && (
        <>
          <Heading>Attributes</Heading>
          <JsonView value={Object.fromEntries(rest)} />
        </>
      )}
    </section>
  );
};
