import { ok, type Fault, type Result } from '#kernel';
import { runAttempt, type AnswerDeps, type Answered, type Attempt } from './answer-chat.ts';
import { chatEvents, type ChatReplyInput } from './chat-reply.ts';
import { openAiError } from './open-ai-error.ts';

interface TextBuffer {
  readonly push: (text: string) => void;
  /** What was pushed since the last call. */
  readonly take: () => string;
  /** All that was taken. */
  readonly sent: () => string;
  /** Resolves at the next push or when woken. */
  readonly pushed: () => Promise<void>;
  readonly wake: () => void;
}

/** Joins what comes while the reader is busy, so a slow reader costs one string, not a queue. */
const createTextBuffer = (): TextBuffer => {
  let [waiting, sent] = ['', ''];
  let gate = Promise.withResolvers<void>();
  const wake = (): void => {
    gate.resolve();
    gate = Promise.withResolvers();
  };
  return {
    push: (text) => {
      waiting += text;
      wake();
    },
    take: () => {
      const text = waiting;
      sent += text;
      waiting = '';
      return text;
    },
    sent: () => sent,
    pushed: () => gate.promise,
    wake,
  };
};

const closing = (events: ReturnType<typeof chatEvents>, buffer: TextBuffer, answered: Answered): string => {
  const { text } = answered.answer;
  const rest = text.startsWith(buffer.sent()) ? text.slice(buffer.sent().length) : '';
  return rest === '' ? '' : events.text(rest);
};

export interface StreamInput extends ChatReplyInput {
  readonly includeUsage: boolean;
}

/**
 * Runs an attempt as server-sent events. Waits for the first text, so a failure before it keeps its HTTP status;
 * a later one is an `error` event without `[DONE]`, which clients raise instead of taking a cut answer for whole.
 */
export const streamAttempt = async (
  deps: AnswerDeps,
  attempt: Attempt,
  input: StreamInput,
): Promise<Result<AsyncIterable<string>, Fault>> => {
  const buffer = createTextBuffer();
  const state: { outcome: Result<Answered, Fault> | undefined } = { outcome: undefined };
  const firstText = buffer.pushed();
  const running = runAttempt(deps, attempt, buffer.push).then((result) => {
    state.outcome = result;
    buffer.wake();
    return result;
  });
  await Promise.race([firstText, running]);
  if (state.outcome?.ok === false) return state.outcome;
  const events = chatEvents(input);

  async function* chunks(): AsyncGenerator<string> {
    yield events.first();
    for (;;) {
      const next = buffer.pushed();
      const text = buffer.take();
      if (text !== '') yield events.text(text);
      else if (state.outcome === undefined) await next;
      else break;
    }
    const outcome = await running;
    if (!outcome.ok) {
      yield events.error(openAiError(outcome.error));
      return;
    }
    const usage = input.includeUsage ? events.usage(outcome.value) : '';
    yield closing(events, buffer, outcome.value) + events.last(outcome.value) + usage + events.done;
  }
  return ok(chunks());
};
