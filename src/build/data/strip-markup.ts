import { describeTag } from './describe-tag.ts';
import { inlineCodeSpans } from './inline-code.ts';
import { readTag, type Tag } from './read-tag.ts';
import { scanLines } from './scan-lines.ts';

export interface StrippedText {
  readonly text: string;
  /** `id` and `name` attributes: link targets besides the headings. */
  readonly anchors: readonly string[];
}

export interface StripOptions {
  /** MDX: every tag is markup, and lines of `import` and `export` are code. */
  readonly isMdx: boolean;
}

const htmlElements = new Set(
  (
    'a abbr address article aside b bdi bdo blockquote br button caption center cite code col colgroup dd del details dfn div dl dt em ' +
    'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd label li link main mark meta nav ol option p ' +
    'picture pre q s samp script section select small source span strong style sub summary sup svg table tbody td tfoot th thead time tr tt u ul var video wbr'
  ).split(' '),
);

const spacedElements = new Set(['br', 'td', 'th', 'li', 'tr', 'p', 'div', 'dt', 'dd', 'hr']);

/** Everything outside code fences, as one piece between two fences. */
const proseSegments = (text: string): readonly { readonly text: string; readonly isCode: boolean }[] => {
  const segments: { start: number; end: number; isCode: boolean }[] = [];
  for (const { start, end, fence } of scanLines(text)) {
    const last = segments.at(-1);
    if (last !== undefined && last.isCode === fence > 0) last.end = end;
    else segments.push({ start, end, isCode: fence > 0 });
  }
  return segments.map(({ start, end, isCode }) => ({ text: text.slice(start, end), isCode }));
};

/** MDX has `import` and `export` at the beginning of a line, up to the next blank line. */
const dropModuleCode = (text: string): string => {
  let inModule = false;
  const kept = text.split('\n').filter((line) => {
    inModule = inModule ? line.trim() !== '' : /^(?:import|export)[ \t]/.test(line);
    return !inModule;
  });
  return kept.join('\n');
};

const codeSpansOf = (text: string): readonly (readonly [number, number])[] => {
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const from = offset;
    offset += line.length + 1;
    return line.includes('`') ? inlineCodeSpans(line).map(([start, end]) => [from + start, from + end] as const) : [];
  });
};

interface Markup {
  readonly end: number;
  readonly replacement: string;
  readonly tag?: Tag;
}

const comment = (text: string, [at, close]: readonly [number, string]): Markup | undefined => {
  const end = text.indexOf(close, at);
  return end < 0 ? undefined : { end: end + close.length, replacement: '' };
};

const replacementOf = (tag: Tag): string => {
  if (/^[A-Z]/.test(tag.name)) return describeTag(tag);
  if (tag.name === 'img') return tag.attributes.find(({ name }) => name === 'alt')?.value ?? '';
  return spacedElements.has(tag.name) ? ' ' : '';
};

const markupAt = (text: string, at: number, { isMdx }: StripOptions): Markup | undefined => {
  if (text.startsWith('<!--', at)) return comment(text, [at, '-->']);
  if (text.startsWith('{/*', at)) return isMdx ? comment(text, [at, '*/}']) : undefined;
  if (!/[A-Za-z/]/.test(text[at + 1] ?? '') || text[at] !== '<') return undefined;
  const tag = readTag(text, at);
  if (tag === undefined || !(isMdx || htmlElements.has(tag.name.toLowerCase()))) return undefined;
  return { end: tag.end, replacement: replacementOf(tag), tag };
};

const maximumFailures = 20;

/** Where markup may begin: outside inline code. */
const markupStarts = (text: string): readonly number[] => {
  const codeSpans = codeSpansOf(text);
  let span = 0;
  return [...text.matchAll(/<(?=[A-Za-z/!])|\{\/\*/g)].flatMap(({ index }) => {
    while ((codeSpans[span]?.[1] ?? Number.POSITIVE_INFINITY) <= index) span += 1;
    return index >= (codeSpans[span]?.[0] ?? Number.POSITIVE_INFINITY) ? [] : [index];
  });
};

const anchorsOf = (tag: Tag | undefined): readonly string[] =>
  (tag?.attributes ?? []).flatMap(({ name, value }) => (name === 'id' || name === 'name' ? [value] : []));

const stripProse = (source: string, options: StripOptions): StrippedText => {
  const text = options.isMdx ? dropModuleCode(source) : source;
  const parts: string[] = [];
  const anchors: string[] = [];
  let from = 0;
  let failures = 0;
  for (const at of markupStarts(text)) {
    if (at < from) continue;
    // Each failed attempt may have read to the end; a bound keeps hostile text linear.
    if (failures > maximumFailures) break;
    const markup = markupAt(text, at, options);
    if (markup === undefined) {
      failures += 1;
      continue;
    }
    anchors.push(...anchorsOf(markup.tag));
    parts.push(text.slice(from, at), markup.replacement);
    from = markup.end;
  }
  return { text: parts.join('') + text.slice(from), anchors };
};

/** Takes comments, tags and module code out of Markdown or MDX and keeps what a reader sees. Code stays as it is. */
export const stripMarkup = (source: string, options: StripOptions): StrippedText => {
  const pieces = proseSegments(source).map(({ text, isCode }) =>
    isCode ? { text, anchors: [] } : stripProse(text, options),
  );
  return { text: pieces.map(({ text }) => text).join('\n'), anchors: pieces.flatMap(({ anchors }) => anchors) };
};
