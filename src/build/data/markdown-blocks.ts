import { scanLines, type Line } from './scan-lines.ts';

/** A block of Markdown: the half-open span [start, end) of whole lines, without the blank lines around it. */
export interface MarkdownBlock {
  readonly kind: 'heading' | 'code' | 'table' | 'list-item' | 'paragraph';
  readonly start: number;
  readonly end: number;
  /** Of a heading. */
  readonly level?: number;
  /** Of a heading, as it is written, without the number signs. */
  readonly heading?: string;
}

interface Cursor {
  readonly text: string;
  readonly lines: readonly Line[];
}

interface Step {
  readonly block: MarkdownBlock;
  /** Index of the line after the block. */
  readonly next: number;
}

const listMarker = /^( {0,3})(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const hashHeading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/;
const delimiterRow = /^[ \t:|-]+$/;

/** The text of a line; of a huge one only the beginning, which decides what it is. */
const lineText = ({ text, lines }: Cursor, index: number): string => {
  const line = lines[index];
  return line === undefined ? '' : text.slice(line.start, Math.min(line.end, line.start + 4000));
};

const isCode = ({ lines }: Cursor, index: number): boolean => (lines[index]?.fence ?? 0) > 0;

const isBlank = (cursor: Cursor, index: number): boolean =>
  !isCode(cursor, index) && lineText(cursor, index).trim() === '';

const isHeading = (cursor: Cursor, index: number): boolean =>
  !isCode(cursor, index) && hashHeading.test(lineText(cursor, index));

const isTableStart = (cursor: Cursor, index: number): boolean =>
  lineText(cursor, index).includes('|') &&
  !isCode(cursor, index + 1) &&
  lineText(cursor, index + 1).includes('|') &&
  lineText(cursor, index + 1).includes('-') &&
  delimiterRow.test(lineText(cursor, index + 1));

/** Whether a line begins a block that may interrupt a paragraph. */
const startsBlock = (cursor: Cursor, index: number): boolean =>
  isBlank(cursor, index) ||
  isCode(cursor, index) ||
  isHeading(cursor, index) ||
  listMarker.test(lineText(cursor, index));

const spanStep = ({ lines }: Cursor, kind: MarkdownBlock['kind'], [from, next]: readonly [number, number]): Step => ({
  block: { kind, start: lines[from]?.start ?? 0, end: lines[next - 1]?.end ?? 0 },
  next,
});

const codeStep = (cursor: Cursor, index: number): Step => {
  const fence = cursor.lines[index]?.fence;
  let next = index + 1;
  while (cursor.lines[next]?.fence === fence) next += 1;
  return spanStep(cursor, 'code', [index, next]);
};

const headingStep = (cursor: Cursor, index: number): Step => {
  const match = hashHeading.exec(lineText(cursor, index));
  const heading = (match?.[2] ?? '')
    .trimEnd()
    .replace(/(?:^|[ \t])#{1,20}$/, '')
    .trim();
  const { block, next } = spanStep(cursor, 'heading', [index, index + 1]);
  return { block: { ...block, level: match?.[1]?.length ?? 1, heading }, next };
};

const tableStep = (cursor: Cursor, index: number): Step => {
  let next = index + 2;
  while (next < cursor.lines.length && !startsBlock(cursor, next) && lineText(cursor, next).includes('|')) next += 1;
  return spanStep(cursor, 'table', [index, next]);
};

/** After a blank line an item goes on only where the text is indented. */
const continuesItem = (cursor: Cursor, index: number): boolean =>
  /^(?: {2}|\t)/.test(lineText(cursor, index)) && !listMarker.test(lineText(cursor, index));

const itemStep = (cursor: Cursor, index: number): Step => {
  let end = index + 1;
  for (let next = end; next < cursor.lines.length; next += 1) {
    if (isBlank(cursor, next)) continue;
    const afterBlank = next > end || isCode(cursor, next);
    const goesOn = afterBlank
      ? continuesItem(cursor, next) ||
        (isCode(cursor, next) && cursor.lines[next]?.fence === cursor.lines[next - 1]?.fence)
      : !listMarker.test(lineText(cursor, next)) && !isHeading(cursor, next);
    if (!goesOn) break;
    end = next + 1;
  }
  return spanStep(cursor, 'list-item', [index, end]);
};

const paragraphStep = (cursor: Cursor, index: number): Step => {
  let next = index + 1;
  while (next < cursor.lines.length && !startsBlock(cursor, next)) {
    if (underline.test(lineText(cursor, next))) {
      const { block } = spanStep(cursor, 'heading', [index, next + 1]);
      const heading = cursor.text
        .slice(block.start, cursor.lines[next - 1]?.end)
        .slice(0, 500)
        .trim();
      return { block: { ...block, level: lineText(cursor, next).includes('=') ? 1 : 2, heading }, next: next + 1 };
    }
    next += 1;
  }
  return spanStep(cursor, 'paragraph', [index, next]);
};

const step = (cursor: Cursor, index: number): Step => {
  if (isCode(cursor, index)) return codeStep(cursor, index);
  if (isHeading(cursor, index)) return headingStep(cursor, index);
  if (listMarker.test(lineText(cursor, index))) return itemStep(cursor, index);
  return isTableStart(cursor, index) ? tableStep(cursor, index) : paragraphStep(cursor, index);
};

/**
 * The top-level blocks of a Markdown text with exact offsets, in linear time whatever the text. A full CommonMark
 * parser took 3 ms for each kB of the example's manuals and quadratic time on hostile text; the places of headings
 * and fences, which is all that sections and chunks need, take a scan over the lines.
 */
export const markdownBlocks = (text: string): readonly MarkdownBlock[] => {
  const cursor = { text, lines: scanLines(text) };
  const blocks: MarkdownBlock[] = [];
  for (let index = 0; index < cursor.lines.length;) {
    if (isBlank(cursor, index)) {
      index += 1;
      continue;
    }
    const { block, next } = step(cursor, index);
    blocks.push(block);
    index = next;
  }
  return blocks;
};
