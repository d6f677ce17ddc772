import type { Usage } from '../contract.ts';
import type { Dialect, UsageReader } from '../provider-wire.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { createEventLines } from './event-lines.ts';
import { createJsonScan, prepareWords, type JsonScan } from './json-scan.ts';
import { mergeReports, readReport } from './report.ts';
import { readShape } from './shape-reader.ts';
import { eventShapes, wholeShapes, type UsageShape } from './shapes.ts';

interface Reading {
  readonly dialect: Dialect;
  usage: Usage | undefined;
  outputBytes: number;
  /** Of these bytes, those that `usage` counts. */
  countedBytes: number;
  /** The document that is being read marks the end. */
  isLast: boolean;
  hasReport: boolean;
  finished: boolean;
}

const prepare = (shape: UsageShape) => {
  const reader = readShape(shape);
  return { ...reader, words: prepareWords(reader.words) };
};

const prepareAll = (shapes: Readonly<Record<Dialect, UsageShape>>) => ({
  'openai-chat': prepare(shapes['openai-chat']),
  'openai-responses': prepare(shapes['openai-responses']),
  'openai-completions': prepare(shapes['openai-completions']),
  'openai-embeddings': prepare(shapes['openai-embeddings']),
  'anthropic-messages': prepare(shapes['anthropic-messages']),
  rerank: prepare(shapes.rerank),
});

// Once for all answers: a reader is made for every call.
const prepared = { events: prepareAll(eventShapes), whole: prepareAll(wholeShapes) };

const scanInto = (reading: Reading, isStream: boolean): JsonScan => {
  const { words, wordsAt, isText, isEnd, isUsage } = (isStream ? prepared.events : prepared.whole)[reading.dialect];
  return createJsonScan({
    words,
    wordsAt,
    onString: (place, text) => {
      if (isText(place)) reading.outputBytes += text.bytes;
      else if (isEnd(place, text)) reading.isLast = true;
    },
    wants: isUsage,
    onObject: (json) => {
      const reported = readReport(reading.dialect, json);
      if (reported === undefined) return;
      reading.usage = mergeReports(reading.dialect, reading.usage, reported);
      reading.hasReport = true;
    },
    onEnd: () => {
      if (reading.hasReport) reading.countedBytes = reading.outputBytes;
      reading.hasReport = false;
      reading.finished ||= reading.isLast || !isStream;
    },
  });
};

const seen = ({ usage, finished, outputBytes, countedBytes }: Reading): ReturnType<UsageReader['read']> => {
  if (usage === undefined || finished) return { usage, finished, outputBytes };
  const outputTokens = usage.outputTokens + estimateTokens(outputBytes - countedBytes);
  return { usage: { ...usage, outputTokens }, finished, outputBytes, partial: true };
};

/**
 * Reads usage off an answer as it passes by; the answer may be cut anywhere, even inside of a character. Whole answers
 * are finished with their last brace. Streams are finished with `[DONE]`, a finish reason, `message_stop` or
 * `response.completed`; what was said after the last report of an unfinished one is estimated.
 */
export const createUsageReader = (dialect: Dialect, contentType: string): UsageReader => {
  const reading: Reading = {
    dialect,
    usage: undefined,
    outputBytes: 0,
    countedBytes: 0,
    isLast: false,
    hasReport: false,
    finished: false,
  };
  const isStream = contentType.includes('event-stream');
  const json = scanInto(reading, isStream);
  const { push } = createEventLines({
    onData: json.scan,
    onEventEnd: json.reset,
    onDone: () => {
      reading.finished = true;
    },
  });
  return {
    push: isStream ? push : (bytes) => json.scan(bytes, { from: 0, end: bytes.length }),
    read: () => seen(reading),
  };
};
