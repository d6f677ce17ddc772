import { inlineCodeSpans } from './inline-code.ts';
import { scanLines } from './scan-lines.ts';

const inlineTarget = /\]\([ \t]{0,8}<?([^\s()<>]{1,500}(?:\([^\s()]{0,100}\)[^\s()<>]{0,300})?)/g;
const definition = /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,8}<?([^\s<>]{1,500})/;

/** The targets of the links and images of a Markdown text, outside code. */
export const findLinks = (text: string): readonly string[] => {
  const targets: string[] = [];
  for (const { start, end, fence } of scanLines(text)) {
    if (fence > 0) continue;
    const line = text.slice(start, end);
    const defined = definition.exec(line)?.[1];
    if (defined !== undefined) targets.push(defined);
    if (!line.includes('](')) continue;
    const code = inlineCodeSpans(line);
    for (const match of line.matchAll(inlineTarget)) {
      const isCode = code.some(([from, to]) => match.index >= from && match.index < to);
      if (match[1] !== undefined && !isCode) targets.push(match[1]);
    }
  }
  return targets;
};
