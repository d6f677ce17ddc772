import type { DocumentView } from '#program/contract';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Block extends Span {
  readonly kind: 'heading' | 'code' | 'item' | 'text';
}

const isFence = (line: string): boolean => line.startsWith('```') || line.startsWith('~~~');
const isItem = (line: string): boolean => /^\s*(?:[-*+>]|\d{1,3}[.)]) /.test(line);

interface Reader {
  readonly fenced: boolean;
  /** Inside the front matter between two lines of dashes. */
  readonly front: boolean;
}

const kindOf = (line: string, heading: boolean, { fenced, front }: Reader): Block['kind'] => {
  if (fenced || front || isFence(line) || line.startsWith('|')) return 'code';
  if (heading) return 'heading';
  return isItem(line) ? 'item' : 'text';
};

const joins = (last: Block | undefined, kind: Block['kind'], blankBefore: boolean): boolean =>
  last !== undefined &&
  ((last.kind === 'code' && kind === 'code') ||
    (!blankBefore && kind === 'text' && (last.kind === 'text' || last.kind === 'item')));

/** Cuts a Markdown text into blocks without changing a character, so that spans into the text stay true. */
export const documentBlocks = ({ text, headings }: Pick<DocumentView, 'text' | 'headings'>): readonly Block[] => {
  const headingStarts = new Set(headings.map(({ offset }) => offset));
  const blocks: Block[] = [];
  let reader: Reader = { fenced: false, front: text.startsWith('---\n') };
  let offset = 0;
  let blank = false;
  for (const line of text.split('\n')) {
    const end = offset + line.length + 1;
    const kind = kindOf(line, headingStarts.has(offset), reader);
    const last = blocks.at(-1);
    if (line.trim() === '' && kind === 'text') blank = true;
    else if (last !== undefined && joins(last, kind, blank)) blocks[blocks.length - 1] = { ...last, end };
    else blocks.push({ kind, start: offset, end });
    if (line.trim() !== '') blank = false;
    reader = {
      fenced: reader.fenced !== isFence(line) && !reader.front,
      front: reader.front && (offset === 0 || line !== '---'),
    };
    offset = end;
  }
  return blocks;
};
