const longestPiece = 4000;

interface Scan {
  square: number;
  round: number;
  angle: boolean;
  tick: boolean;
  lineStart: number;
}

const isOpen = ({ square, round, angle, tick }: Scan): boolean => square > 0 || round > 0 || angle || tick;

const advance = (scan: Scan, text: string, index: number): void => {
  const character = text[index];
  if (character === '[') scan.square += 1;
  else if (character === ']') scan.square = Math.max(0, scan.square - 1);
  else if (character === '(') scan.round += 1;
  else if (character === ')') scan.round = Math.max(0, scan.round - 1);
  else if (character === '<') scan.angle = true;
  else if (character === '>') scan.angle = false;
  else if (character === '`') scan.tick = !scan.tick;
  else if (character === '\n') {
    // Nothing inline goes on after a blank line.
    if (scan.lineStart === index) Object.assign(scan, { square: 0, round: 0, angle: false, tick: false });
    scan.lineStart = index + 1;
  }
};

const isFenceLine = (text: string, lineStart: number): boolean =>
  /^(?:```|~~~)/.test(text.slice(lineStart, lineStart + 3));

/**
 * Length of the first piece of a text that can be judged by itself: up to the end of a sentence or line outside
 * of brackets and code spans, at most 4000 characters; 0 when more text is needed. It depends on the text
 * before the cut only, so however a text arrives, it is cut at the same places.
 */
export const nextPieceLength = (text: string): number => {
  const scan: Scan = { square: 0, round: 0, angle: false, tick: false, lineStart: 0 };
  const end = Math.min(text.length, longestPiece);
  for (let index = 0; index < end; index += 1) {
    const line = scan.lineStart;
    advance(scan, text, index);
    if (text[index] === '\n' && (!isOpen(scan) || isFenceLine(text, line))) return index + 1;
    const sentence = text[index] === ' ' && /[.!?:;]/.test(text[index - 1] ?? '');
    if (sentence && !isOpen(scan) && !isFenceLine(text, line)) return index + 1;
  }
  return end === longestPiece ? longestPiece : 0;
};
