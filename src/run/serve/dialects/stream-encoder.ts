import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { dialectFaults } from './errors.ts';
import type { Problem, StreamEncoder } from './port.ts';
import { problemOf, problemOfFinish, problemOfThrown } from './problem-of.ts';
import { sequenceParts, type SequencedPart } from './sequence-parts.ts';

export type FinishPart = Extract<LanguageModelV4StreamPart, { type: 'finish' }>;

/** What one API has to say about a stream; the order and the ways it can end are the same for all. */
export interface EventWriter {
  /** Before everything else; called once. */
  readonly start: () => string;
  readonly part: (part: SequencedPart) => string;
  /** Everything up to the event that clients take for the end. */
  readonly finish: (part: FinishPart) => string;
  /** After a clean finish. */
  readonly end: () => string;
  readonly fail: (problem: Problem) => string;
  /** Keeps the connection open while a provider is silent. */
  readonly ping?: () => string;
}

/** What comes before an answer may still be followed by a failure with a status of its own. */
const isAnswer = ({ type }: LanguageModelV4StreamPart): boolean =>
  type !== 'stream-start' && type !== 'response-metadata' && type !== 'raw';

const cut = (): Problem => problemOf(dialectFaults.fault('SERVE_STREAM_CUT', { problem: 'no finish reason came.' }));

/** Turns the parts of a stream into the events of one API. A failed stream says so once, and nothing after it. */
export const createStreamEncoder = (writer: EventWriter): StreamEncoder => {
  const sequence = sequenceParts();
  let [phase, isStarted]: ['open' | 'finished' | 'failed', boolean] = ['open', false];
  const begin = (): string => {
    if (isStarted) return '';
    isStarted = true;
    return writer.start();
  };
  const fail = (problem: Problem): string => {
    if (phase === 'failed') return '';
    phase = 'failed';
    return writer.fail(problem);
  };
  const finish = (part: FinishPart): string => {
    const rest = begin() + sequence.end().map(writer.part).join('');
    const problem = problemOfFinish(part.finishReason);
    if (problem !== undefined) return rest + fail(problem);
    phase = 'finished';
    return rest + writer.finish(part);
  };
  return {
    fail,
    push: (part) => {
      if (phase !== 'open') return '';
      if (part.type === 'error') return fail(problemOfThrown(part.error));
      if (part.type === 'finish') return finish(part);
      if (part.type === 'ping') return begin() + (writer.ping?.() ?? ': ping\n\n');
      if (!isAnswer(part)) return '';
      return begin() + sequence.push(part).map(writer.part).join('');
    },
    end: () => {
      if (phase === 'failed') return '';
      return phase === 'finished' ? writer.end() : fail(cut());
    },
  };
};
