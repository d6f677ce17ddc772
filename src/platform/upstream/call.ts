import type { Dispatcher } from 'undici';
import type { UpstreamCall, UpstreamFailure, UpstreamHandler, UpstreamRequest } from '#run/serve';
import { nextDeadline, type Progress } from './deadline.ts';
import { failureOf } from './failure-of.ts';
import type { Destination } from './pools.ts';

type Controller = Dispatcher.DispatchController;

interface CallState extends Progress {
  readonly request: UpstreamRequest;
  readonly handler: UpstreamHandler;
  readonly destination: Destination;
  controller: Controller | undefined;
  timer: NodeJS.Timeout | undefined;
  timerAt: number;
  isReused: boolean;
  hasReplayed: boolean;
  hasResponseByte: boolean;
  isDone: boolean;
}

const shortestTimerMs = 1;

const leaveQueue = (state: CallState): void => {
  if (state.phase === 'waiting') state.destination.origin.waiting -= 1;
};

/** Nothing is told to the handler after this. */
const finish = (state: CallState): void => {
  leaveQueue(state);
  state.isDone = true;
  state.destination.origin.inFlight -= 1;
  clearTimeout(state.timer);
};

const fail = (state: CallState, failure: UpstreamFailure, message: string): void => {
  if (state.isDone) return;
  finish(state);
  state.controller?.abort(new Error(message));
  state.handler.onFailure(failure, message);
};

const waitedFor = (failure: UpstreamFailure, { request }: CallState): string => {
  const limits: Partial<Record<UpstreamFailure, number>> = {
    'connect-timeout': request.connectMs,
    'first-byte-timeout': request.firstByteMs,
    'idle-timeout': request.idleMs,
    'total-timeout': request.totalMs,
  };
  return `nothing within ${limits[failure] ?? 0} ms`;
};

/** Keeps a timer that fires no later than the next deadline; one that fires too early is set again then. */
const arm = (state: CallState, now: number): void => {
  const { at } = nextDeadline(state.request, state);
  if (state.timerAt <= at) return;
  clearTimeout(state.timer);
  state.timerAt = at;
  state.timer = setTimeout(watch, Math.max(shortestTimerMs, at - now), state).unref();
};

const watch = (state: CallState): void => {
  const now = performance.now();
  state.timerAt = Number.POSITIVE_INFINITY;
  const { at, failure } = nextDeadline(state.request, state);
  if (now >= at) fail(state, failure, waitedFor(failure, state));
  else arm(state, now);
};

const flatHeaders = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> => {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
};

/** A server may close an idle connection while we write to it: then nobody has worked on the request. */
const mayReplay = (state: CallState): boolean =>
  state.phase === 'sent' && state.isReused && !state.hasReplayed && !state.hasResponseByte;

const handlerOf = (state: CallState): Dispatcher.DispatchHandler & { readonly onResponseStarted: () => void } => ({
  onRequestStart: (controller) => {
    // Throwing takes a call that was given up out of the queue and leaves the connection alone.
    if (state.isDone) throw new Error('given up');
    leaveQueue(state);
    state.controller = controller;
    state.phase = 'sent';
    const { origin } = state.destination;
    state.isReused = !origin.isFresh;
    origin.isFresh = false;
    arm(state, state.lastAt);
  },
  onResponseStarted: () => {
    state.hasResponseByte = true;
  },
  onResponseStart: (_, status, headers) => {
    if (state.isDone || status < 200) return;
    state.phase = 'answering';
    state.handler.onHeaders(status, flatHeaders(headers));
  },
  onResponseData: (controller, bytes) => {
    if (state.isDone) return;
    state.lastAt = performance.now();
    if (!state.hasBody) {
      state.hasBody = true;
      arm(state, state.lastAt);
    }
    if (state.handler.onData(bytes) || state.isDone) return;
    state.isPaused = true;
    controller.pause();
  },
  onResponseEnd: () => {
    if (state.isDone) return;
    finish(state);
    state.handler.onEnd();
  },
  onResponseError: (_, error) => {
    if (state.isDone) return;
    if (mayReplay(state)) {
      state.hasReplayed = true;
      dispatch(state);
    } else fail(state, failureOf(error, state.phase), error.message);
  },
});

const dispatch = (state: CallState): void => {
  const { request, destination } = state;
  state.phase = 'waiting';
  state.controller = undefined;
  destination.origin.waiting += 1;
  const { method, headers, body } = request;
  const bytes = method === 'GET' ? null : body;
  destination.origin.pool.dispatch({ method, path: destination.path, headers, body: bytes }, handlerOf(state));
};

/** Sends one request and watches over it until it ends. */
export const startCall = (
  destination: Destination,
  request: UpstreamRequest,
  handler: UpstreamHandler,
): UpstreamCall => {
  const startedAt = performance.now();
  const state: CallState = {
    request,
    handler,
    destination,
    startedAt,
    phase: 'waiting',
    hasBody: false,
    isPaused: false,
    lastAt: startedAt,
    controller: undefined,
    timer: undefined,
    timerAt: Number.POSITIVE_INFINITY,
    isReused: false,
    hasReplayed: false,
    hasResponseByte: false,
    isDone: false,
  };
  destination.origin.inFlight += 1;
  arm(state, startedAt);
  dispatch(state);
  return {
    resume: () => {
      if (!state.isPaused || state.isDone) return;
      state.isPaused = false;
      state.lastAt = performance.now();
      state.controller?.resume();
      arm(state, state.lastAt);
    },
    abort: () => fail(state, 'aborted', 'the caller gave up'),
  };
};
