import type { Heading } from '#build/data/contract';

/** A section: from its heading to the next one, of whatever level. */
export interface Section {
  readonly start: number;
  readonly end: number;
  /** From the outermost heading to its own; empty for what stands before the first. */
  readonly headingPath: readonly string[];
}

/** Divides a document at its headings. */
export const findSections = (headings: readonly Heading[], length: number): readonly Section[] => {
  const sections: Section[] = [{ start: 0, end: headings[0]?.offset ?? length, headingPath: [] }];
  let path: readonly Heading[] = [];
  for (const [index, heading] of headings.entries()) {
    path = [...path.filter(({ level }) => level < heading.level), heading];
    sections.push({
      start: heading.offset,
      end: headings[index + 1]?.offset ?? length,
      headingPath: path.map(({ text }) => text),
    });
  }
  return sections.filter(({ start, end }) => end > start);
};
