/** A half-open character span. */
export interface QuoteSpan {
  readonly start: number;
  readonly end: number;
}

interface FoldedText {
  readonly folded: string;
  /** For each character of `folded`, where it stands in the original. */
  readonly places: readonly number[];
}

const quoteMarks: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u00A0': ' ',
};

/** Runs of white space and Markdown emphasis become one space or nothing; case and typographic quotes are levelled. */
const fold = (text: string): FoldedText => {
  let folded = '';
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const raw = text[at] ?? '';
    const character = quoteMarks[raw] ?? raw;
    if (character === '*' || character === '`' || character === '_') continue;
    const isSpace = /\s/.test(character);
    if (isSpace && (folded === '' || folded.endsWith(' '))) continue;
    const lower = character.toLowerCase();
    folded += isSpace ? ' ' : lower.length === 1 ? lower : character;
    places.push(at);
  }
  return { folded, places };
};

/** Locates a quote in a text: word for word, or else without regard to white space, emphasis, case and quote marks. */
export const findQuote = (text: string, quote: string): QuoteSpan | undefined => {
  const wanted = quote.trim();
  if (wanted === '') return undefined;
  const exact = text.indexOf(wanted);
  if (exact >= 0) return { start: exact, end: exact + wanted.length };
  const needle = fold(wanted).folded.trimEnd();
  if (needle === '') return undefined;
  const { folded, places } = fold(text);
  const at = folded.indexOf(needle);
  const [first, last] = [places[at], places[at + needle.length - 1]];
  return at < 0 || first === undefined || last === undefined ? undefined : { start: first, end: last + 1 };
};
