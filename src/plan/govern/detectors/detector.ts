/** A half-open character span [start, end). */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Finds the spans of one kind of personal data, in time linear in the length of the text. */
export type Detector = (text: string) => readonly TextSpan[];

/** Spans of the matches of a global regex that a check accepts. Every quantifier in it must be bounded. */
export const spansOf = (
  text: string,
  pattern: RegExp,
  accept: (match: string, start: number) => boolean,
): readonly TextSpan[] => {
  const spans: TextSpan[] = [];
  for (const match of text.matchAll(pattern)) {
    if (accept(match[0], match.index)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  return spans;
};

/** The decimal digits of a text, without what separates them. */
export const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');
