import type { Heading } from '#build/data/contract';

/** The section around an offset, sub-sections included: from its heading to the next one of the same or a higher level. */
export const sectionSpan = (
  headings: readonly Heading[],
  offset: number,
  length: number,
): readonly [number, number] => {
  const index = headings.findLastIndex((heading) => heading.offset <= offset);
  const own = headings[index];
  if (own === undefined) return [0, headings[0]?.offset ?? length];
  const next = headings.slice(index + 1).find(({ level }) => level <= own.level);
  return [own.offset, next?.offset ?? length];
};

/** The text of the section around an offset. */
export const sectionText = (headings: readonly Heading[], text: string, offset: number): string =>
  text.slice(...sectionSpan(headings, offset, text.length));
