/** What link rewriting carries from one piece of a text to the next. */
export interface LinkState {
  /** Marker of the open code fence, empty outside; `never` when fences can no longer be told apart. */
  readonly fence: string;
  /** The piece goes on in the middle of a line. */
  readonly midLine: boolean;
}

/** The state before the first piece. */
export const startOfText: LinkState = { fence: '', midLine: false };

export interface RewrittenLinks extends LinkState {
  readonly text: string;
  readonly removed: number;
}

interface Piece {
  readonly output: string;
  readonly end: number;
  readonly removed: number;
}

const labelLimit = 500;
const destinationLimit = 2000;

const hostOf = (destination: string): string | undefined => {
  const url = destination.startsWith('www.') ? `https://${destination}` : destination;
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? new URL(url).hostname : undefined;
};

/** Whether a link may stay: `*.example.com` allows every host below `example.com`. */
const isAllowed = (destination: string, allowedHosts: readonly string[]): boolean => {
  const host = hostOf(destination);
  if (host === undefined) return false;
  return allowedHosts.some((allowed) =>
    allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed,
  );
};

const findClosing = (text: string, open: number, [opener, closer]: readonly [string, string]): number => {
  const limit = Math.min(text.length, open + (opener === '[' ? labelLimit : destinationLimit));
  let depth = 0;
  for (let index = open; index < limit; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (character === opener) depth += 1;
    else if (character === closer) depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
};

const readLink = (text: string, start: number, hosts: readonly string[]): Piece | undefined => {
  const image = text[start] === '!';
  const open = image ? start + 1 : start;
  const close = findClosing(text, open, ['[', ']']);
  if (close < 0 || text[close + 1] !== '(') return undefined;
  const end = findClosing(text, close + 1, ['(', ')']);
  if (end < 0) return undefined;
  const label = text.slice(open + 1, close);
  const destination = (
    text
      .slice(close + 2, end)
      .trim()
      .split(/\s/, 1)[0] ?? ''
  ).replaceAll(/^<|>$/g, '');
  const inner = label.includes('[') ? rewriteInline(label, hosts) : { text: label, removed: 0 };
  if (!isAllowed(destination, hosts)) return { output: inner.text, end: end + 1, removed: inner.removed + 1 };
  const kept = `${image ? '!' : ''}[${inner.text}]${text.slice(close + 1, end + 1)}`;
  return { output: kept, end: end + 1, removed: inner.removed };
};

const readTag = (text: string, start: number, hosts: readonly string[]): Piece | undefined => {
  const end = text.slice(start, start + destinationLimit).indexOf('>');
  if (end < 0) return undefined;
  const tag = text.slice(start, start + end + 1);
  const autolink = /^<(https?:\/\/[^\s<>]+)>$/i.exec(tag)?.[1];
  if (autolink !== undefined) {
    const kept = isAllowed(autolink, hosts);
    return { output: kept ? tag : `\`${autolink}\``, end: start + end + 1, removed: kept ? 0 : 1 };
  }
  if (
    !/^<\/?(?:a|img|image|iframe|video|audio|source|embed|object|link|script|style|svg|form|base|meta)[\s/>]/i.test(tag)
  )
    return undefined;
  return { output: /\balt="([^"]{0,200})"/i.exec(tag)?.[1] ?? '', end: start + end + 1, removed: 1 };
};

const readBare = (text: string, start: number, hosts: readonly string[]): Piece | undefined => {
  const url = /^(?:https?:\/\/|www\.)[^\s<>`"')\]]{1,2000}/i.exec(text.slice(start, start + destinationLimit))?.[0];
  if (url === undefined) return undefined;
  const kept = isAllowed(url, hosts);
  return { output: kept ? url : `\`${url}\``, end: start + url.length, removed: kept ? 0 : 1 };
};

const readCode = (text: string, start: number): Piece => {
  const ticks = /^`+/.exec(text.slice(start, start + 100))?.[0] ?? '`';
  const close = text.slice(start + ticks.length, start + destinationLimit).indexOf(ticks);
  const end = close < 0 ? start + ticks.length : start + ticks.length * 2 + close;
  return { output: text.slice(start, end), end, removed: 0 };
};

// An HTML block could hide a code fence from us but not from the renderer, so none may begin.
const readMarkup = (text: string, index: number, hosts: readonly string[]): Piece | undefined => {
  const tag = readTag(text, index, hosts);
  if (tag !== undefined) return tag;
  const startsBlock =
    /^<[a-z!?/]/i.test(text.slice(index, index + 2)) &&
    /(?:^|\n) {0,3}$/.test(text.slice(Math.max(0, index - 4), index));
  return startsBlock ? { output: '\\<', end: index + 1, removed: 0 } : undefined;
};

const readBracket = (text: string, index: number, hosts: readonly string[]): Piece | undefined => {
  if (text[index] !== ']') return readLink(text, index, hosts);
  // A link that could not be read, or a link definition: a space takes its meaning away.
  return /^\][(:]/.test(text.slice(index, index + 2)) ? { output: '] ', end: index + 1, removed: 0 } : undefined;
};

const readPiece = (text: string, index: number, hosts: readonly string[]): Piece | undefined => {
  const character = text[index] ?? '';
  if (character === '`') return readCode(text, index);
  if (character === '<') return readMarkup(text, index, hosts);
  if (character === '[' || character === ']' || text.startsWith('![', index)) return readBracket(text, index, hosts);
  const startsWord = index === 0 || !/[\w/]/.test(text[index - 1] ?? '');
  return startsWord && /[hw]/i.test(character) ? readBare(text, index, hosts) : undefined;
};

const rewriteInline = (text: string, hosts: readonly string[]): { readonly text: string; readonly removed: number } => {
  let output = '';
  let removed = 0;
  for (let index = 0; index < text.length;) {
    const piece = readPiece(text, index, hosts);
    output += piece?.output ?? text[index];
    removed += piece?.removed ?? 0;
    index = piece?.end ?? index + 1;
  }
  return { text: output, removed };
};

// Only fences in the first column count: an indented one may end with its list item, unseen by us.
const nextFence = (fence: string, line: string): string => {
  if (fence === 'never') return fence;
  if (fence === '') return /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[0] ?? '';
  const closing = /^(?:`{3,}|~{3,})(?=\s*$)/.exec(line)?.[0] ?? '';
  return closing.startsWith(fence) ? '' : fence;
};

const isProse = (fence: string): boolean => fence === '' || fence === 'never';

/**
 * Replaces Markdown and HTML links and images whose host is not allowed by their text; other bare addresses
 * become code, so that a renderer neither fetches nor links them. Fenced code is left alone.
 */
export const rewriteLinks = (
  text: string,
  allowedHosts: readonly string[],
  state: LinkState = startOfText,
): RewrittenLinks => {
  const lines = text.split('\n');
  let { fence } = state;
  let removed = 0;
  const output: string[] = [];
  let prose: string[] = [];
  const flush = (): void => {
    if (prose.length === 0) return;
    const rewritten = rewriteInline(prose.join('\n'), allowedHosts);
    removed += rewritten.removed;
    output.push(rewritten.text);
    prose = [];
  };
  for (const [index, line] of lines.entries()) {
    const before = fence;
    fence = index === 0 && state.midLine ? fence : nextFence(fence, line);
    if (isProse(before) && isProse(fence)) prose.push(line);
    else {
      flush();
      output.push(line);
    }
  }
  flush();
  const last = lines.at(-1) ?? '';
  // A line of code fences that goes on beyond this piece cannot be judged.
  const fenceUnknown = last !== '' && /^(?:```|~~~)/.test(last) && !state.midLine;
  return { text: output.join('\n'), fence: fenceUnknown ? 'never' : fence, midLine: last !== '', removed };
};
