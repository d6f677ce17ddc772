import type { Fault, Result } from '#kernel';
import type { UsageReader } from '#build/models';
import { nothingSeen, type Outcome } from '../call/outcome.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { UpstreamCall, UpstreamFailure, UpstreamRequest } from '../port.ts';
import { answerKind, beginsWithError, firstData, type AnswerKind } from './answer-kind.ts';
import type { AttemptInput, RunningAttempt } from './attempt.ts';
import { asksForUsage, prepareRequest } from './prepare-request.ts';
import { cutProblem } from './cut-problem.ts';
import { createUsageFilter, type UsageFilter } from './usage-filter.ts';

/** A whole answer is held back so long: until it is complete another target may still answer in its place. */
const longestHeld = 1024 * 1024;
const longestError = 64 * 1024;
const doneMark = 'data: [DONE]\n\n';

interface State {
  readonly deps: GatewayDeps;
  readonly input: AttemptInput;
  readonly reader: UsageReader;
  readonly filter: UsageFilter | undefined;
  readonly sentAt: number;
  readonly resolve: (outcome: Outcome) => void;
  upstream: UpstreamCall | undefined;
  kind: AnswerKind;
  status: number;
  headers: Readonly<Record<string, string>>;
  held: Buffer[];
  heldBytes: number;
  firstByteMs: number | undefined;
  /** Bytes have gone to the client. */
  hasBegun: boolean;
  /** The end mark of the dialect has passed. */
  hasDoneMark: boolean;
  isWaitingForClient: boolean;
}

const hold = (state: State, bytes: Buffer, maximum: number): void => {
  if (state.heldBytes >= maximum) return;
  state.held.push(bytes);
  state.heldBytes += bytes.length;
};

const takeHeld = (state: State): Buffer => {
  const [first] = state.held;
  const held = state.held.length === 1 && first !== undefined ? first : Buffer.concat(state.held);
  state.held = [];
  state.heldBytes = 0;
  return held;
};

/** Stays silent once another try has won; that one ends this try. */
const begin = (state: State): boolean => {
  if (!state.hasBegun) state.input.sink.begin(state.status, state.headers);
  state.hasBegun = true;
  return true;
};

const forward = (state: State, bytes: Buffer): boolean => {
  const { sink } = state.input;
  if (bytes.length === 0 || sink.write(bytes)) return true;
  if (!state.isWaitingForClient) {
    state.isWaitingForClient = true;
    sink.onDrain(() => {
      state.isWaitingForClient = false;
      state.upstream?.resume();
    });
  }
  return false;
};

const marksEnd = (bytes: Buffer): boolean => bytes.includes('[DONE]', Math.max(0, bytes.length - 64));

const onStreamed = (state: State, bytes: Buffer): boolean => {
  if (!state.hasBegun && beginsWithError(bytes)) {
    state.kind = 'unusable';
    hold(state, bytes, longestError);
    return true;
  }
  state.reader.push(bytes);
  state.hasDoneMark = marksEnd(bytes);
  begin(state);
  return forward(state, state.filter === undefined ? bytes : state.filter.push(bytes));
};

const onWhole = (state: State, bytes: Buffer): boolean => {
  state.reader.push(bytes);
  if (state.hasBegun) return forward(state, bytes);
  hold(state, bytes, Number.POSITIVE_INFINITY);
  if (state.heldBytes <= longestHeld) return true;
  begin(state);
  return forward(state, takeHeld(state));
};

const onData = (state: State, bytes: Buffer): boolean => {
  if (state.kind === 'error' || state.kind === 'unusable') {
    hold(state, bytes, longestError);
    return true;
  }
  if (state.firstByteMs === undefined) {
    state.firstByteMs = state.deps.clock.monotonic() - state.sentAt;
    if (!state.input.claim()) return true;
  }
  return state.kind === 'stream' ? onStreamed(state, bytes) : onWhole(state, bytes);
};

const failed = (state: State, message: string): void =>
  state.resolve({ kind: 'failed', failure: 'malformed', message: message.slice(0, 500) });

const refuse = (state: State, bytes: Buffer, status: number): void => {
  const { status: given, headers, input } = state;
  const error = input.target.wire.readError(status, headers, bytes);
  const contentType = headers['content-type'] ?? 'application/json';
  const own = given === status ? { body: { bytes, contentType } } : {};
  state.resolve({ kind: 'refused', status, error, ...own });
};

/** Servers answer 200 before they know; what they say then is an error of theirs. */
const errorInStream = 502;

const endUnusable = (state: State): void => {
  const bytes = takeHeld(state);
  if (beginsWithError(bytes)) refuse(state, firstData(bytes), errorInStream);
  else failed(state, `content-type ${state.headers['content-type'] ?? 'none'}: ${bytes.toString('latin1', 0, 200)}`);
};

const cut = (state: State, message: string): void => {
  const { sink } = state.input;
  const rest = state.filter?.rest();
  if (rest !== undefined && rest.length > 0) sink.write(rest);
  sink.cut(cutProblem(message));
  const { firstByteMs = 0 } = state;
  state.resolve({ kind: 'cut', message, seen: state.reader.read(), firstByteMs });
};

const answered = (state: State): void => {
  const { status, firstByteMs = 0 } = state;
  state.resolve({ kind: 'answered', status, seen: state.reader.read(), firstByteMs });
};

/** A stream without its end is cut, however politely the connection was closed. */
const endStream = (state: State): void => {
  const { sink, call } = state.input;
  if (!state.hasBegun) return failed(state, 'the stream is empty');
  if (!state.reader.read().finished) return cut(state, 'the provider ended the stream before its answer was whole');
  const rest = state.filter?.rest();
  if (rest !== undefined && rest.length > 0) sink.write(rest);
  if (!state.hasDoneMark && call.dialect === 'openai-chat') sink.write(doneMark);
  sink.end();
  answered(state);
};

const endWhole = (state: State): void => {
  const { sink } = state.input;
  const isWhole = state.reader.read().finished;
  if (state.hasBegun) {
    if (!isWhole) return cut(state, 'the provider sent half an answer');
    sink.end();
    return answered(state);
  }
  const body = takeHeld(state);
  if (!isWhole) return failed(state, `not a whole answer: ${body.toString('latin1', 0, 200)}`);
  if (!state.input.claim()) return;
  sink.whole(state.status, state.headers, body);
  answered(state);
};

const onEnd = (state: State): void => {
  if (state.kind === 'error') refuse(state, takeHeld(state), state.status);
  else if (state.kind === 'unusable') endUnusable(state);
  else if (state.kind === 'stream') endStream(state);
  else endWhole(state);
};

const onFailure = (state: State, failure: UpstreamFailure, message: string): void => {
  if (failure === 'aborted') {
    const { firstByteMs } = state;
    state.resolve({ kind: 'aborted', seen: state.reader.read(), firstByteMs });
  } else if (state.hasBegun) cut(state, message);
  // The status line of an error says enough when its body does not come.
  else if (state.kind === 'error' && state.status !== 0) refuse(state, takeHeld(state), state.status);
  else state.resolve({ kind: 'failed', failure, message });
};

const send = (state: State, request: UpstreamRequest): void => {
  state.upstream = state.deps.upstream.send(request, {
    onHeaders: (status, headers) => {
      state.status = status;
      state.headers = headers;
      state.kind = answerKind(status, headers, state.input.call.stream);
    },
    onData: (bytes) => onData(state, bytes),
    onEnd: () => onEnd(state),
    onFailure: (failure, message) => onFailure(state, failure, message),
  });
};

/** Passes the client's bytes to a provider that speaks its dialect, and the provider's bytes back as they come. */
export const startByteAttempt = (deps: GatewayDeps, input: AttemptInput): RunningAttempt => {
  const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
  const { call, target } = input;
  const state: State = {
    deps,
    input,
    reader: deps.usageReader(call.dialect, call.stream),
    filter: asksForUsage(call, target) ? createUsageFilter() : undefined,
    sentAt: deps.clock.monotonic(),
    resolve,
    upstream: undefined,
    kind: 'error',
    status: 0,
    headers: {},
    held: [],
    heldBytes: 0,
    firstByteMs: undefined,
    hasBegun: false,
    hasDoneMark: false,
    isWaitingForClient: false,
  };
  let isAborted = false;
  const go = (prepared: Result<UpstreamRequest, Fault>): void => {
    if (isAborted) return;
    if (prepared.ok) send(state, prepared.value);
    else resolve({ kind: 'failed', failure: 'unprepared', message: `${prepared.error.what} ${prepared.error.remedy}` });
  };
  const prepared = prepareRequest(deps, call, target);
  if (prepared instanceof Promise) prepared.then(go).catch((thrown: unknown) => failed(state, String(thrown)));
  else go(prepared);
  return {
    outcome,
    abort: () => {
      isAborted = true;
      state.upstream?.abort();
      resolve({ kind: 'aborted', seen: nothingSeen, firstByteMs: undefined });
    },
  };
};
