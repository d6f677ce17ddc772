import { parseDocument } from 'yaml';

export interface FrontMatter {
  readonly title: string | undefined;
  readonly body: string;
  readonly hasFrontMatter: boolean;
}

/** Front matter longer than this is text, not metadata. */
const limit = 20_000;

const titleOf = (yaml: string): string | undefined => {
  const document = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false });
  const title: unknown = document.errors.length === 0 ? document.get('title') : undefined;
  if (typeof title === 'string' && title.trim() !== '') return title.trim();
  // Unquoted colons make invalid YAML of many real titles.
  return /^title:[ \t]*(\S.*)$/m
    .exec(yaml)?.[1]
    ?.trim()
    .replaceAll(/^["']|["']$/g, '');
};

/** Takes the YAML block off the beginning of a page. */
export const splitFrontMatter = (text: string): FrontMatter => {
  if (!text.startsWith('---\n')) return { title: undefined, body: text, hasFrontMatter: false };
  const close = text.indexOf('\n---', 3);
  if (close < 0 || close > limit) return { title: undefined, body: text, hasFrontMatter: false };
  const lineEnd = text.indexOf('\n', close + 1);
  const body = lineEnd < 0 ? '' : text.slice(lineEnd + 1);
  return { title: titleOf(text.slice(4, close + 1)), body, hasFrontMatter: true };
};
