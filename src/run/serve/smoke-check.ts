import { ok, type ClockDep, type Feedback, type IdDep, type Result, type Fault } from '#kernel';
import type { Application } from '#build/strategy';
import { createAdmission } from './admission.ts';
import type { AnswerDeps } from './answer-chat.ts';
import { answerChat } from './chat-route.ts';
import type { Endpoint } from './contract.ts';
import { giveFeedback } from './feedback-route.ts';

type Check = Endpoint['smoke'][number];
type Reply = Extract<Awaited<ReturnType<typeof answerChat>>, { ok: true }>['value'];

const dryDeps = ({ clock, ids }: ClockDep & IdDep, application: Application): AnswerDeps => ({
  clock,
  ids,
  capture: 'off',
  log: () => {},
  telemetry: { record: () => {} },
  exposed: () => {},
  meter: { answered: () => {}, turnedAway: () => {} },
  admission: createAdmission({ concurrency: 1, queue: 0, now: clock.monotonic }),
  routing: {
    assign: () => ({ application, arm: 'control', release: 'smoke', rollout: undefined }),
    preview: async () => undefined,
    models: () => [],
  },
});

const callOf = (question: string, stream: boolean) => ({
  request: { model: 'throughline', messages: [{ role: 'user' as const, content: question }], stream },
  headers: {},
  actor: 'smoke-check',
  signal: new AbortController().signal,
});

const failed = (check: string, { code, what }: Fault): Check => ({ check, ok: false, detail: `${code}: ${what}` });

const wholeCheck = (answered: Result<Reply, Fault>): Check => {
  if (!answered.ok) return failed('answer', answered.error);
  const { value } = answered;
  const isWhole = value.kind === 'json' && (value.status ?? 200) === 200;
  return {
    check: 'answer',
    ok: isWhole,
    detail: isWhole ? 'A development question was answered.' : `The reply was of kind ${value.kind}.`,
  };
};

const streamCheck = async (answered: Result<Reply, Fault>): Promise<Check> => {
  if (!answered.ok) return failed('stream', answered.error);
  if (answered.value.kind !== 'stream') return { check: 'stream', ok: false, detail: 'The reply was not a stream.' };
  let [events, last] = [0, ''];
  for await (const chunk of answered.value.chunks) [events, last] = [events + chunk.split('\n\n').length - 1, chunk];
  const isWhole = last.endsWith('data: [DONE]\n\n');
  return { check: 'stream', ok: isWhole, detail: `${events} events, ${isWhole ? 'ended with [DONE]' : 'broke off'}.` };
};

const feedbackCheck = async ({ ids }: IdDep): Promise<Check> => {
  const kept: Omit<Feedback, 'id' | 'at'>[] = [];
  const add = async (given: Omit<Feedback, 'id' | 'at'>): Promise<Feedback> => {
    kept.push(given);
    return { ...given, id: ids.uuid(), at: '' };
  };
  const feedback = { add, list: async () => [], deleteBefore: async () => 0 };
  const traceId = ids.uuid().replaceAll('-', '');
  const given = await giveFeedback({ feedback }, { trace_id: traceId, value: 1, name: 'smoke' }, 'smoke-check');
  const isKept = given.ok && kept[0]?.traceId === traceId;
  return {
    check: 'feedback',
    ok: isKept,
    detail: isKept ? 'A thumb was taken for the answer.' : 'A thumb was not taken.',
  };
};

/** Asks an application one question whole and one streamed through the serving path, and gives feedback; nothing is stored. */
export const smokeCheck = async (
  deps: ClockDep & IdDep,
  application: Application,
  question: string,
): Promise<Result<readonly Check[], Fault>> => {
  const dry = dryDeps(deps, application);
  const whole = wholeCheck(await answerChat(dry, callOf(question, false)));
  const streamed = await streamCheck(await answerChat(dry, callOf(question, true)));
  return ok([whole, streamed, await feedbackCheck(deps)]);
};
