type Headers = Readonly<Record<string, string>>;

/** What the bytes of an answer are, by status and headers. */
export type AnswerKind = 'stream' | 'whole' | 'error' | 'unusable';

/** A 200 of the wrong type, or compressed although nobody asked, is no answer: a portal's page, or a proxy's. */
export const answerKind = (status: number, headers: Headers, stream: boolean): AnswerKind => {
  if (status < 200 || status > 299) return 'error';
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return 'unusable';
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (stream) return type.startsWith('text/event-stream') ? 'stream' : 'unusable';
  return type.includes('json') ? 'whole' : 'unusable';
};

const errorEvent =
  /^\s*(?:event:[ \t]*error\b|(?:event:[^\n]*\n)?data:[ \t]*\{[ \t]*"(?:error"|type"[ \t]*:[ \t]*"error"))/;
const looked = 200;

/** Whether a stream begins with an error in place of an answer. */
export const beginsWithError = (bytes: Buffer): boolean => errorEvent.test(bytes.toString('latin1', 0, looked));

/** The data of the first event, without its field name. */
export const firstData = (bytes: Buffer): Buffer =>
  Buffer.from(/^data:[ \t]*(.*)$/m.exec(bytes.toString('utf8', 0, 64 * 1024))?.[1] ?? '');
