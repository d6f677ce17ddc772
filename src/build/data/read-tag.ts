/** An attribute of a tag: a quoted string, or what stands between braces. */
export interface TagAttribute {
  readonly name: string;
  readonly kind: 'string' | 'expression';
  readonly value: string;
}

export interface Tag {
  readonly name: string;
  readonly isClosing: boolean;
  readonly attributes: readonly TagAttribute[];
  /** Index after `>`. */
  readonly end: number;
}

const tagName = /<(\/?)([A-Za-z][\w.:-]{0,99})/y;
const attributeName = /[A-Za-z_@:][\w.:-]{0,99}/y;

/** Index after a quoted text that begins at `at`, or -1 when it never ends. */
export const skipQuoted = (text: string, at: number): number => {
  const quote = text[at];
  for (let index = at + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === quote) return index + 1;
  }
  return -1;
};

/** Index after the brace that closes the one at `at`, or -1. */
const skipBraces = (text: string, at: number): number => {
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (character === '"' || character === "'" || character === '`') {
      index = skipQuoted(text, index) - 1;
      if (index < 0) return -1;
    }
  }
  return -1;
};

const valueEnd = (text: string, at: number): number => {
  const first = text[at] ?? '';
  if (first === '{') return skipBraces(text, at);
  if (first === '"' || first === "'") {
    // HTML and JSX strings have no escapes.
    return text.indexOf(first, at + 1) + 1 || -1;
  }
  const unquoted = /[^\s>"'=<`]{1,2000}/y;
  unquoted.lastIndex = at;
  return unquoted.test(text) ? unquoted.lastIndex : -1;
};

const skipSpace = (text: string, at: number): number => {
  let index = at;
  while (/[\s/]/.test(text[index] ?? '')) index += 1;
  return index;
};

/** Reads one attribute at `at`; undefined when there is none. */
const readAttribute = (
  text: string,
  at: number,
): { readonly attribute: TagAttribute; readonly end: number } | undefined => {
  attributeName.lastIndex = at;
  const name = attributeName.exec(text)?.[0];
  if (name === undefined) return undefined;
  const equals = skipSpace(text, at + name.length);
  if (text[equals] !== '=') return { attribute: { name, kind: 'string', value: '' }, end: at + name.length };
  const start = skipSpace(text, equals + 1);
  const end = valueEnd(text, start);
  if (end < 0) return undefined;
  const isQuoted = /["'{]/.test(text[start] ?? '');
  const value = isQuoted ? text.slice(start + 1, end - 1) : text.slice(start, end);
  return { attribute: { name, kind: text[start] === '{' ? 'expression' : 'string', value }, end };
};

/** Reads the HTML or JSX tag that begins at `at`; undefined when that is not a whole tag. */
export const readTag = (text: string, at: number): Tag | undefined => {
  tagName.lastIndex = at;
  const match = tagName.exec(text);
  if (match === null) return undefined;
  const attributes: TagAttribute[] = [];
  for (let index = skipSpace(text, tagName.lastIndex); index < text.length;) {
    if (text[index] === '>') return { name: match[2] ?? '', isClosing: match[1] === '/', attributes, end: index + 1 };
    const spread = text[index] === '{' ? skipBraces(text, index) : -1;
    const read = spread < 0 ? readAttribute(text, index) : undefined;
    if (read !== undefined) attributes.push(read.attribute);
    const next = read?.end ?? spread;
    if (next < 0) return undefined;
    index = skipSpace(text, next);
  }
  return undefined;
};
