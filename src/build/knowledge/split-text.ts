import type { MarkdownBlock } from '#build/data';

/** A piece that chunks are packed from: the half-open span [start, end) of a text. */
export interface Unit {
  readonly start: number;
  readonly end: number;
  readonly kind: MarkdownBlock['kind'];
  readonly weight: number;
}

/** Words; text without spaces counts by its length, so that no chunk is huge. */
export const weightOf = (text: string): number =>
  Math.max(text.match(/\S+/g)?.length ?? 0, Math.ceil(text.length / 10));

const sentenceEnd = /[.!?][)"'\]*_`]{0,3}\s|\n/g;

/** Offsets where sentences, or lines, begin. */
const pieceStarts = (text: string, kind: Unit['kind']): readonly number[] => {
  const boundary = kind === 'paragraph' ? sentenceEnd : /\n/g;
  return [
    0,
    ...[...text.matchAll(boundary)].map((match) => match.index + match[0].length).filter((at) => at < text.length),
  ];
};

/** Cuts what has no boundary, at a space where there is one. */
const cutAnywhere = (
  text: string,
  [start, end]: readonly [number, number],
  size: number,
): readonly (readonly [number, number])[] => {
  const spans: (readonly [number, number])[] = [];
  for (let from = start; from < end;) {
    const limit = Math.min(end, from + size);
    const space = limit < end ? text.lastIndexOf(' ', limit) : limit;
    const to = space > from + size / 2 ? space : limit;
    spans.push([from, to]);
    from = to;
  }
  return spans;
};

const trimSpan = (text: string, [start, end]: readonly [number, number]): readonly [number, number] => {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return [from, Math.max(from, start + piece.trimEnd().length)];
};

/** Splits a block that is heavier than `maximum` at sentences or lines, and at spaces where it must. */
export const splitBlock = (text: string, block: MarkdownBlock, maximum: number): readonly Unit[] => {
  const { kind, start, end } = block;
  const content = text.slice(start, end);
  const weight = weightOf(content);
  if (weight <= maximum) return [{ start, end, kind, weight }];
  const starts = pieceStarts(content, kind);
  const pieces = starts.map((from, index) => [start + from, start + (starts[index + 1] ?? content.length)] as const);
  return pieces
    .flatMap((piece) => cutAnywhere(text, piece, maximum * 8))
    .map((piece) => trimSpan(text, piece))
    .filter(([from, to]) => to > from)
    .map(([from, to]) => ({ start: from, end: to, kind, weight: weightOf(text.slice(from, to)) }));
};

/** Where the last sentences of a paragraph begin that together weigh at most `overlap`; its end when there are none. */
export const overlapStart = (text: string, { start, end, kind }: Unit, overlap: number): number => {
  if (kind !== 'paragraph' || overlap === 0) return end;
  const content = text.slice(start, end);
  const begin = pieceStarts(content, kind).find((from) => weightOf(content.slice(from)) <= overlap);
  return begin === undefined ? end : start + begin;
};
