import { useEffect, useMemo, useRef } from 'react';
import type { DocumentView } from '#program/contract';
import { classNames } from '../../ui/class-names.ts';
import { revealWithin } from '../../ui/reveal.ts';
import { documentBlocks, type Block, type Span } from './document-blocks.ts';

const looks: Readonly<Record<Block['kind'], string>> = {
  heading: 'mt-5 mb-1 text-base font-semibold first:mt-0',
  code: 'my-2 rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5 whitespace-pre-wrap',
  item: 'pl-4 -indent-3 leading-6',
  text: 'my-1 leading-6',
};

/** The characters of a block with the cited part marked. */
const Marked = ({
  text,
  block,
  span,
}: {
  readonly text: string;
  readonly block: Block;
  readonly span: Span | undefined;
}) => {
  const from = Math.max(block.start, span?.start ?? block.end);
  const to = Math.min(block.end, span?.end ?? block.end);
  if (span === undefined || from >= to) return text.slice(block.start, block.end);
  return (
    <>
      {text.slice(block.start, from)}
      <mark data-quote>{text.slice(from, to)}</mark>
      {text.slice(to, block.end)}
    </>
  );
};

interface Props {
  readonly view: DocumentView;
  readonly span?: Span | undefined;
}

/** A document's text, character for character, with the cited span marked and in view. */
export const DocumentText = ({ view, span }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const blocks = useMemo(() => documentBlocks(view), [view]);
  const start = span?.start;
  useEffect(() => {
    const quote = start === undefined ? null : place.current?.querySelector('[data-quote]');
    if (quote) revealWithin(quote);
  }, [start, view.id]);
  return (
    <div ref={place} className="flex max-w-3xl flex-col">
      {blocks.map((block) => (
        <div key={block.start} className={classNames('break-words', looks[block.kind])}>
          <Marked text={view.text} block={block} span={span} />
        </div>
      ))}
    </div>
  );
};
