import { Check, Minus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Case, CaseResult } from '#prove/evaluate/contract';
import { TextPanelLink } from '../../ui/app-link.tsx';
import { IconButton } from '../../ui/button.tsx';
import { AnswerCard } from '../experiments/answer-card.tsx';

const squeeze = (text: string): string => text.toLowerCase().replaceAll(/[\s\p{P}]+/gu, '');

const holds = (answer: string, wordings: readonly string[]): boolean =>
  wordings.some((wording) => squeeze(answer).includes(squeeze(wording)));

const Facts = ({ asked, answer }: { readonly asked: Case; readonly answer: string }) => (
  <ul className="flex flex-col gap-1">
    {asked.facts.map((wordings) => {
      const found = holds(answer, wordings);
      const Icon = found ? Check : Minus;
      return (
        <li key={wordings.join()} className="flex gap-2">
          <Icon
            size={15}
            aria-hidden
            className={found ? 'text-fresh mt-0.5 shrink-0' : 'text-failed mt-0.5 shrink-0'}
          />
          <span>
            {wordings.map((wording) => `“${wording}”`).join(' or ')}
            <span className="text-muted">{found ? ', in the answer' : ', not found in the answer'}</span>
          </span>
        </li>
      );
    })}
  </ul>
);

const Expected = ({ asked, answer }: { readonly asked: Case; readonly answer: string }) => (
  <div className="flex flex-col gap-2">
    <h3 className="font-semibold">Expected</h3>
    {!asked.answerable && <p>The sources do not answer this: it must be refused.</p>}
    {asked.facts.length > 0 && <Facts asked={asked} answer={answer} />}
    {asked.reference !== '' && <p className="text-soft">{asked.reference}</p>}
    {asked.gold.map(({ source, page, heading }) => (
      <p key={`${source}/${page} ${heading ?? ''}`}>
        <TextPanelLink open={{ doc: `${source}/${page}` }}>{`${source}/${page}`}</TextPanelLink>
        {heading && <span className="text-muted"> {heading}</span>}
      </p>
    ))}
  </div>
);

interface Props {
  readonly result: CaseResult;
  readonly asked: Case | undefined;
  readonly close: () => void;
}

/** One question: what was expected, what was answered, and the way to its trace. */
export const CaseDetail = ({ result, asked, close }: Props) => {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const node = place.current;
    if (node && node.getBoundingClientRect().top < 0) node.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <section
      ref={place}
      tabIndex={0}
      aria-label="Question"
      className="scroll-thin flex min-w-0 flex-col gap-4 @max-4xl:order-first @max-4xl:border-b @max-4xl:pb-6 @4xl:sticky @4xl:top-4 @4xl:max-h-[calc(100dvh-32px)] @4xl:self-start @4xl:overflow-y-auto @4xl:border-l @4xl:pl-6"
    >
      <div className="flex items-start gap-2">
        <p className="flex-1 text-base font-medium">{result.question}</p>
        <IconButton icon={X} label="Close the question" onClick={close} />
      </div>
      {asked && (
        <p className="text-muted">
          {asked.kind.replaceAll('-', ' ')}, {asked.difficulty}
          {asked.risk ? `, ${asked.risk.replaceAll('-', ' ')}` : ''}
          {asked.reviewed ? '' : ', not reviewed'}
        </p>
      )}
      {asked && <Expected asked={asked} answer={result.answer?.text ?? ''} />}
      <AnswerCard name="Answer" result={result} />
    </section>
  );
};
