/** A line of Markdown: [start, end) without its line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** 0 outside code fences; otherwise the number of the fence, delimiters included. */
  readonly fence: number;
}

const opening = /^[ \t]{0,16}(?:>[ \t]?){0,4}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})?[ \t]{0,4}(`{3,}|~{3,})(.*)$/;
const closing = /^[ \t]{0,16}(?:>[ \t]?){0,4}[ \t]{0,4}(`{3,}|~{3,})[ \t]*$/;

interface OpenFence {
  readonly mark: string;
  readonly number: number;
}

const opens = (line: string): string | undefined => {
  const match = opening.exec(line);
  const mark = match?.[1];
  return mark === undefined || (mark.startsWith('`') && (match?.[2] ?? '').includes('`')) ? undefined : mark;
};

const closes = (line: string, { mark }: OpenFence): boolean => closing.exec(line)?.[1]?.startsWith(mark) === true;

/** Lines with their code fences, in one pass; a fence that is never closed reaches to the end, as CommonMark has it. */
export const scanLines = (text: string): readonly Line[] => {
  const lines: Line[] = [];
  let open: OpenFence | undefined;
  let fences = 0;
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    // A fence delimiter is short; a huge line is never one.
    const line = end - start > 1000 ? '' : text.slice(start, end);
    if (open === undefined) {
      const mark = opens(line);
      if (mark !== undefined) {
        fences += 1;
        open = { mark, number: fences };
      }
      lines.push({ start, end, fence: open?.number ?? 0 });
    } else {
      lines.push({ start, end, fence: open.number });
      if (closes(line, open)) open = undefined;
    }
    start = end + 1;
  }
  return lines;
};
