export type SpanKind = 'sentence' | 'item' | 'row' | 'code' | 'heading';

/** A piece of a passage that can be quoted: [start, end) in the passage's text. */
export interface TextSpan {
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Number of the paragraph, list, table or code block it stands in. */
  readonly block: number;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

const abbreviation = /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp)\.|\n\s*\d{1,3}\.|\.\.)$/i;

const splitSentences = (text: string, start: number): readonly (readonly [number, number])[] => {
  const sentences: (readonly [number, number])[] = [];
  let from = 0;
  for (const { index, 0: gap } of text.matchAll(/(?<=[.!?]["')\]*_`]{0,3})\s+(?=[\p{Lu}\p{N}`"'([*_<])/gu)) {
    if (abbreviation.test(text.slice(Math.max(0, index - 12), index))) continue;
    sentences.push([start + from, start + index]);
    from = index + gap.length;
  }
  sentences.push([start + from, start + text.length]);
  return sentences;
};

const linesOf = (text: string): readonly Line[] => {
  let start = 0;
  return text.split('\n').map((line) => {
    const own = { text: line, start };
    start += line.length + 1;
    return own;
  });
};

const isFence = (line: string): boolean => /^\s{0,12}(?:```|~~~)/.test(line);
const isHeading = (line: string): boolean => /^#{1,6}\s/.test(line);
const isItem = (line: string): boolean => /^\s{0,12}(?:[-*+]|\d{1,3}[.)])\s+/.test(line);
const isRow = (line: string): boolean => /^\s{0,4}\|.*\|\s*$/.test(line);
const isRule = (line: string): boolean => /^[\s|:-]{3,}$/.test(line);
const isMarkup = (line: string): boolean =>
  /^\s*<\/?[A-Za-z][^>]*>\s*$/.test(line) || /^\s*<(?:PropertiesTable|[A-Z]\w*)\b/.test(line);

type BlockKind = 'paragraph' | 'item' | 'row' | 'code' | 'heading' | 'none';

const kindOf = (line: string): BlockKind => {
  if (line.trim() === '' || isRule(line) || isMarkup(line)) return 'none';
  if (isHeading(line)) return 'heading';
  if (isItem(line)) return 'item';
  return isRow(line) ? 'row' : 'paragraph';
};

/**
 * Splits Markdown into what can be quoted: sentences, list items, table rows, whole code blocks, headings.
 * Markup lines and rules belong to nothing.
 */
export const splitSpans = (text: string): readonly TextSpan[] => {
  const spans: TextSpan[] = [];
  const lines = linesOf(text);
  let block = 0;
  let open: { kind: BlockKind; start: number; end: number } = { kind: 'none', start: 0, end: 0 };

  const add = (kind: SpanKind, start: number, end: number): void => {
    const trimmedEnd = start + text.slice(start, end).trimEnd().length;
    if (trimmedEnd > start) spans.push({ kind, start, end: trimmedEnd, text: text.slice(start, trimmedEnd), block });
  };
  const close = (): void => {
    const { kind, start, end } = open;
    open = { kind: 'none', start: 0, end: 0 };
    if (kind === 'paragraph')
      for (const [from, to] of splitSentences(text.slice(start, end), start)) add('sentence', from, to);
    else if (kind !== 'none') add(kind, start, end);
  };
  const begin = (kind: BlockKind, { text: line, start }: Line): void => {
    close();
    block += 1;
    open = { kind, start, end: start + line.length };
  };

  for (const line of lines) {
    const end = line.start + line.text.length;
    if (open.kind === 'code') {
      open.end = end;
      if (isFence(line.text)) close();
    } else if (isFence(line.text)) begin('code', line);
    else {
      const kind = kindOf(line.text);
      const continues = kind === 'paragraph' && (open.kind === 'paragraph' || open.kind === 'item');
      if (continues) open.end = end;
      else if (kind === 'none') close();
      else begin(kind, line);
    }
  }
  close();
  return spans;
};
