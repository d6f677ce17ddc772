import { skipQuoted, type Tag, type TagAttribute } from './read-tag.ts';

/** Attributes whose value is meant for the reader of the page. */
const spoken = new Set(['title', 'label', 'text', 'description', 'summary', 'caption', 'header', 'alt']);

interface Property {
  readonly depth: number;
  readonly values: Map<string, string>;
}

const keys = new Set(['name', 'title', 'label', 'type', 'default', 'description', 'text', 'question', 'answer']);
const propertyKey = /[A-Za-z_]\w{0,40}(?=\s{0,40}:)/y;

const unquote = (quoted: string): string => quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1').replaceAll(/\s+/g, ' ').trim();

/** The strings of an array or object literal with their keys; a key that comes again begins the next property. */
const readProperties = (literal: string): readonly Property[] => {
  const properties: Property[] = [];
  let depth = 0;
  let key: string | undefined;
  for (let at = 0; at < literal.length; at += 1) {
    const character = literal[at] ?? '';
    if (character === '[') depth += 1;
    else if (character === ']') depth -= 1;
    else if (character === ',') key = undefined;
    else if (character === '"' || character === "'" || character === '`') {
      const end = skipQuoted(literal, at);
      if (end < 0) break;
      const last = properties.at(-1);
      if (key !== undefined && keys.has(key)) {
        const value = unquote(literal.slice(at, end));
        if (last === undefined || last.values.has(key) || last.depth !== depth) properties.push({ depth, values: new Map([[key, value]]) });
        else last.values.set(key, value);
      }
      at = end - 1;
    } else if (/[A-Za-z_]/.test(character)) {
      propertyKey.lastIndex = at;
      const found = propertyKey.exec(literal)?.[0];
      if (found !== undefined) {
        key = found;
        at += found.length - 1;
      }
    }
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
