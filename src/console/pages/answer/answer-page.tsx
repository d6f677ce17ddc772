import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { FileText, Layers, MessageSquareQuote, Package, Rocket, Waypoints, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AnswerLineage } from '#program/contract';
import { answerLineageQuery } from '../../api/queries.ts';
import { PageFrame } from '../../frame/page-frame.tsx';
import { AppLink, TextPanelLink } from '../../ui/app-link.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ShortId } from '../../ui/copy-button.tsx';
import { useParam, useSetParams } from '../../ui/location.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { Empty, QueryView } from '../../ui/states.tsx';
import { DocumentBody, originOf } from '../document/document-body.tsx';
import { shown } from '../../ui/commands.ts';

type Cited = AnswerLineage['citations'][number];

const Step = ({
  icon: Icon,
  name,
  children,
}: {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly children: ReactNode;
}) => (
  <li className="relative flex gap-3 pb-4 before:absolute before:top-7 before:bottom-0 before:left-[13px] before:border-l last:pb-0 last:before:hidden">
    <span className="bg-sunken text-muted inline-flex size-7 shrink-0 items-center justify-center rounded-full">
      <Icon size={14} aria-hidden />
    </span>
    <div className="min-w-0 flex-1 pt-1">
      <p className="text-muted text-xs">{name}</p>
      {children}
    </div>
  </li>
);

/** From the quote down to the file and up to the release, in one line. */
const Chain = ({ cited, release }: { readonly cited: Cited; readonly release: string | undefined }) => (
  <ol className="flex flex-col">
    <Step icon={MessageSquareQuote} name="Quote">
      <blockquote className="border-accent line-clamp-4 border-l-2 pl-3 whitespace-pre-wrap">{cited.quote}</blockquote>
    </Step>
    <Step icon={FileText} name="Paragraph, in the document">
      <p className="font-medium">
        <InlineCode text={cited.heading} />
      </p>
      <p className="text-soft break-all">{cited.documentId}</p>
    </Step>
    <Step icon={Package} name="File">
      <code className="font-mono text-xs break-all">{cited.file}</code>
      <p className="text-soft">{originOf(cited)}</p>
    </Step>
    <Step icon={Layers} name="Dataset version, index version">
      <p className="flex flex-wrap gap-x-3">
        <ShortId id={cited.datasetVersion} />
        <ShortId id={cited.indexVersion} />
      </p>
    </Step>
    <Step icon={Rocket} name="Release">
      {release === undefined ? (
        <p>none: a preview</p>
      ) : (
        <TextPanelLink open={{ record: release }} className="font-mono text-xs">
          {release.slice(0, 12)}
        </TextPanelLink>
      )}
    </Step>
  </ol>
);

const CitationChoice = ({ citations, active }: { readonly citations: readonly Cited[]; readonly active: number }) => {
  const setParams = useSetParams();
  return (
    <div role="group" aria-label="Citations" className="mb-3 flex flex-wrap gap-1.5">
      {citations.map(({ documentId, start, heading }, index) => (
        <button
          key={`${documentId} ${start}`}
          type="button"
          aria-pressed={index === active}
          onClick={() => setParams({ citation: String(index + 1) }, true)}
          className={classNames(
            'h-7 max-w-60 truncate rounded-md border px-2',
            index === active ? 'border-accent bg-accent-wash' : 'hover:bg-hover',
          )}
        >
          {index + 1} {heading.replaceAll('`', '')}
        </button>
      ))}
    </div>
  );
};

const LineageOfAnswer = ({
  lineage: { question, answer, release, citations },
}: {
  readonly lineage: AnswerLineage;
}) => {
  const active = Math.min(Math.max(1, Number(useParam('citation') ?? 1)), citations.length) - 1;
  const cited = citations[active];
  return (
    <div className="grid grid-cols-1 gap-8 xl:grid-cols-2">
      <div>
        <Section title="Question">
          <p className="text-base">{question}</p>
        </Section>
        <Section title="Answer">
          <Prose text={answer} />
        </Section>
        <Section title="Where it comes from">
          {cited === undefined ? (
            <Empty title="This answer cites nothing">It was refused, or the application quoted no source.</Empty>
          ) : (
            <>
              <CitationChoice citations={citations} active={active} />
              <Chain cited={cited} release={release} />
            </>
          )}
        </Section>
      </div>
      {cited && (
        <section
          data-scroller
          tabIndex={0}
          aria-label="Source document"
          className="scroll-thin max-h-[70dvh] min-w-0 overflow-y-auto max-xl:border-t max-xl:pt-4 xl:sticky xl:top-4 xl:max-h-[calc(100dvh-40px)] xl:border-l xl:pl-6"
        >
          <DocumentBody id={cited.documentId} span={{ start: cited.start, end: cited.end }} />
        </section>
      )}
    </div>
  );
};

export const AnswerPage = () => {
  const { traceId = '' } = useParams({ strict: false });
  return (
    <PageFrame
      title="Answer lineage"
      says="From an answer to the paragraph and the file it rests on."
      action={
        <>
          <ShowCommand of={shown.answer(traceId)} />
          <AppLink href={`/traces/${traceId}`} className={buttonLook()}>
            <Waypoints size={15} aria-hidden />
            Trace
          </AppLink>
        </>
      }
    >
      <QueryView query={useQuery(answerLineageQuery(traceId))}>
        {(lineage) => <LineageOfAnswer lineage={lineage} />}
      </QueryView>
    </PageFrame>
  );
};
