import { hash } from 'node:crypto';
import { fieldOf, type Field, type ScannedBody } from './scan-body.ts';
import { skipValue, skipWhitespace } from './skip-value.ts';

const mostMessages = 8;
const mostBytes = 64 * 1024;
const [openBracket, comma] = [0x5b, 0x2c];

/** The end of the first messages up to the first of the user; what a conversation begins with and keeps. */
const firstMessagesEnd = (bytes: Buffer, { start, end }: Field): number => {
  if (bytes[start] !== openBracket) return end;
  let at = skipWhitespace(bytes, start + 1);
  for (let message = 0; message < mostMessages && at < end; message += 1) {
    const messageEnd = skipValue(bytes, at);
    if (messageEnd === -1) return at;
    if (bytes.subarray(at, messageEnd).includes('"user"')) return messageEnd;
    at = skipWhitespace(bytes, messageEnd);
    if (bytes[at] !== comma) return at;
    at = skipWhitespace(bytes, at + 1);
  }
  return at;
};

/** A digest of how a conversation begins: system prompt and messages up to the first of the user. */
export const conversationStart = (body: ScannedBody): string => {
  const parts: Buffer[] = [];
  for (const name of ['system', 'instructions', 'prompt']) {
    const field = fieldOf(body, name);
    if (field !== undefined) parts.push(body.bytes.subarray(field.start, Math.min(field.end, field.start + mostBytes)));
  }
  for (const name of ['messages', 'input']) {
    const field = fieldOf(body, name);
    if (field === undefined) continue;
    const end = firstMessagesEnd(body.bytes, field);
    parts.push(body.bytes.subarray(field.start, Math.min(end, field.start + mostBytes)));
  }
  return hash('sha256', Buffer.concat(parts));
};
