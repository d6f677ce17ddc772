/** Text that is safe in HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** HTML that is already safe. */
export interface Html {
  readonly html: string;
}

type Part = string | number | Html | readonly Html[];

const toHtml = (part: Part): string => {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(({ html }) => html).join('');
};

/** A template whose values are escaped unless they are HTML themselves. Not named `html`: a formatter would put spaces in. */
export const safe = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.reduce((whole, text, index) => whole + toHtml(parts[index - 1] ?? '') + text),
});

export const nothing: Html = { html: '' };
