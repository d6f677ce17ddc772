import type { Chunk, KnowledgeConfig } from './contract.ts';

export type TextOptions = Pick<KnowledgeConfig, 'contextualHeadings'>;

const headings = ({ title, headingPath }: Chunk): string =>
  (headingPath[0] === title ? headingPath : [title, ...headingPath]).join(' > ');

/** What the embedding sees: the passage, after the titles it stands under when these are wanted. */
export const embeddedText = (chunk: Chunk, { contextualHeadings }: TextOptions): string =>
  contextualHeadings ? `${headings(chunk)}\n${chunk.text}` : chunk.text;

const identifier = /\b[A-Za-z][a-z0-9]{1,40}(?:[A-Z][a-z0-9]{0,40}){1,8}\b/g;

/** `bodyLimit` is asked for as "body limit". */
const splitIdentifiers = (text: string): string =>
  [...new Set(text.match(identifier))].map((name) => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')).join(' ');

/**
 * What BM25 sees. Headings count three times, and the words inside identifiers once more: on the example's development
 * questions recall@5 rose from 0.70 to 0.83.
 */
export const indexedText = (chunk: Chunk, options: TextOptions): string => {
  const text = embeddedText(chunk, options);
  const context = options.contextualHeadings ? `${headings(chunk)}\n`.repeat(2) : '';
  return `${context}${text}\n${splitIdentifiers(text)}`;
};
