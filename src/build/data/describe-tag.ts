import { skipQuoted, type Tag, type TagAttribute } from './read-tag.ts';

/** Attributes whose value is meant for the reader of the page. */
const spoken = new Set(['title', 'label', 'text', 'description', 'summary', 'caption', 'header', 'alt']);

interface Property {
  readonly depth: number;
  readonly values: Map<string, string>;
}

const keys = new Set(['name', 'title', 'label', 'type', 'default', 'description', 'text', 'question', 'answer']);

const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1').replaceAll(/\s+/g, ' ').trim();

interface Token {
  readonly kind: 'string' | 'key' | 'open' | 'close' | 'comma';
  readonly value: string;
}

const punctuation: Readonly<Record<string, Token['kind']>> = { '[': 'open', ']': 'close', ',': 'comma' };
const word = /[A-Za-z_]\w{0,60}/y;
const colon = /\s{0,40}:/y;

/** The key at `at` with its end, or the end of the word that is none. */
const readWord = (literal: string, at: number): { readonly token?: Token; readonly end: number } => {
  word.lastIndex = at;
  const found = word.exec(literal)?.[0];
  if (found === undefined) return { end: at + 1 };
  const end = at + found.length;
  colon.lastIndex = end;
  return colon.test(literal) ? { token: { kind: 'key', value: found }, end } : { end };
};

/** The strings, keys and brackets of a JavaScript literal; everything else is passed over. */
function* readTokens(literal: string): Generator<Token> {
  for (let at = 0; at < literal.length;) {
    const character = literal[at] ?? '';
    const kind = punctuation[character];
    if (kind !== undefined) yield { kind, value: character };
    if (/["'`]/.test(character)) {
      const end = skipQuoted(literal, at);
      if (end < 0) return;
      yield { kind: 'string', value: unquote(literal.slice(at, end)) };
      at = end;
    } else {
      const { token, end } = readWord(literal, at);
      if (token !== undefined) yield token;
      at = end;
    }
  }
}

/** The strings of an array or object literal with their keys; a key that comes again begins the next property. */
const readProperties = (literal: string): readonly Property[] => {
  const properties: Property[] = [];
  let depth = 0;
  let key = '';
  const add = (value: string): void => {
    const last = properties.at(-1);
    if (last === undefined || last.values.has(key) || last.depth !== depth)
      properties.push({ depth, values: new Map([[key, value]]) });
    else last.values.set(key, value);
  };
  for (const { kind, value } of readTokens(literal)) {
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    else if (kind === 'key') key = value;
    else if (kind === 'comma') key = '';
    else if (keys.has(key)) add(value);
  }
  return properties;
};

const propertyLine = ({ depth, values }: Property): string => {
  const name = values.get('name') ?? values.get('title') ?? values.get('label') ?? values.get('question');
  const type = values.get('type');
  const head = [
    ...(name === undefined ? [] : [values.has('name') ? `\`${name}\`` : `**${name}**`]),
    ...(type === undefined ? [] : [name === undefined ? `\`${type}\`` : `(\`${type}\`)`]),
  ].join(' ');
  const rest = ['description', 'text', 'answer'].flatMap((key) => values.get(key) ?? []).join(' ');
  const indent = '  '.repeat(Math.min(6, Math.max(0, depth - 1)));
  return `${indent}- ${[head, rest].filter((part) => part !== '').join(': ')}`;
};

const describeAttribute = ({ name, kind, value }: TagAttribute): string => {
  if (kind === 'string') return spoken.has(name) ? value.trim() : '';
  const trimmed = value.trim();
  if (/^["'`]/.test(trimmed) && skipQuoted(trimmed, 0) === trimmed.length) {
    return spoken.has(name) ? `\`${unquote(trimmed)}\`` : '';
  }
  return /^[[{]/.test(trimmed) ? readProperties(trimmed).map(propertyLine).join('\n') : '';
};

/** What a reader sees of a component's attributes, as Markdown: its label, and its property tables as lists. */
export const describeTag = ({ attributes }: Tag): string => {
  const parts = attributes.map(describeAttribute).filter((part) => part !== '');
  return parts.length === 0 ? '' : `\n${parts.join('\n')}\n`;
};
