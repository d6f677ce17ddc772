/** Bytes as text, with what was wrong about them. */
export interface DecodedText {
  readonly text: string;
  /** Characters that no valid encoding gave; U+FFFD in the text. */
  readonly replaced: number;
  /** Not text at all. */
  readonly isBinary: boolean;
}

const replacement = '\uFFFD';

const countOf = (text: string, needle: string): number => {
  let count = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) count += 1;
  return count;
};

const encodingOf = (bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
};

const isControl = (code: number): boolean => code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13;

/** A file is binary when its first 8,000 characters hold a NUL, or one control character in twenty, or mostly rubbish. */
const looksBinary = (text: string, replaced: number): boolean => {
  const head = text.slice(0, 8000);
  let controls = 0;
  for (let at = 0; at < head.length; at += 1) if (isControl(head.charCodeAt(at))) controls += 1;
  return head.includes('\0') || controls * 20 > head.length || replaced * 10 > text.length;
};

/** Decodes UTF-8, or UTF-16 with a byte order mark; line ends become `\n`. */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  const encoding = encodingOf(bytes);
  const raw = new TextDecoder(encoding).decode(bytes);
  const written = encoding === 'utf-8' ? countOf(Buffer.from(bytes).toString('latin1'), 'ï¿½') : 0;
  const replaced = Math.max(0, countOf(raw, replacement) - written);
  const text = raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return { text, replaced, isBinary: text.length > 0 && looksBinary(text, replaced) };
};
