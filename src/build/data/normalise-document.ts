import type { Heading } from './contract.ts';
import { splitFrontMatter } from './front-matter.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { readHtml } from './read-html.ts';
import { stripMarkup } from './strip-markup.ts';

/** A document as everything later sees it. */
export interface NormalisedDocument {
  readonly title: string;
  readonly text: string;
  readonly anchors: readonly string[];
  readonly hasFrontMatter: boolean;
}

interface Draft extends Omit<NormalisedDocument, 'title'> {
  readonly title: string | undefined;
}

const tidy = (text: string): string => {
  const lines = text
    .replaceAll('\uFEFF', '')
    .replaceAll('\0', '')
    .split('\n')
    .map((line) => line.trimEnd());
  const kept = lines.filter((line, index) => line !== '' || (lines[index - 1] ?? '') !== '');
  const body = kept.join('\n').trim();
  return body === '' ? '' : `${body}\n`;
};

const readMarkdown = (text: string, isMdx: boolean): Draft => {
  const { title, body, hasFrontMatter } = splitFrontMatter(text);
  return { title, hasFrontMatter, ...stripMarkup(body, { isMdx }) };
};

const readPage = (text: string): Draft | undefined => {
  const page = readHtml(text);
  return page && { title: page.title, text: page.markdown, anchors: [], hasFrontMatter: false };
};

const read = (path: string, text: string): Draft | undefined => {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === 'html' || extension === 'htm') return readPage(text);
  if (extension === 'md' || extension === 'mdx') return readMarkdown(text, extension === 'mdx');
  return { title: undefined, text, anchors: [], hasFrontMatter: false };
};

/** `Guides/01-Getting-Started.md` is called Getting Started. */
const titleFromPath = (path: string): string => {
  const name =
    path
      .split('/')
      .at(-1)
      ?.replace(/\.[a-z]+$/i, '') ?? path;
  return (
    name
      .replace(/^\d{1,4}[-_.]/, '')
      .replaceAll(/[-_]+/g, ' ')
      .trim() || path
  );
};

/** The headings of a normalised Markdown text, with the offsets of their sections. */
export const findHeadings = (path: string, text: string): readonly Heading[] =>
  /\.txt$/i.test(path)
    ? []
    : markdownBlocks(text).flatMap(({ level, heading, start }) =>
        level === undefined || heading === undefined || heading === '' ? [] : [{ text: heading, level, offset: start }],
      );

/** Turns a file's text into normalised Markdown; undefined when nothing can be made of it. */
export const normaliseDocument = (path: string, source: string): NormalisedDocument | undefined => {
  const draft = read(path, source);
  if (draft === undefined) return undefined;
  const text = tidy(draft.text);
  const title = draft.title ?? findHeadings(path, text)[0]?.text ?? titleFromPath(path);
  return { ...draft, title: title.replaceAll('`', '').slice(0, 300), text };
};
