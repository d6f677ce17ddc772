import { APICallError } from '@ai-sdk/provider';
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { Fault, Result } from '#kernel';
import type { WireError } from '#build/models';
import { ignoredHeader } from '../../dialects/ignored-fields.ts';
import type { DecodedCall, DialectCodec, EncodeContext, Problem } from '../../dialects/port.ts';
import { problemOfThrown } from '../../dialects/problem-of.ts';
import { checkUrls } from '../../dialects/supported-urls.ts';
import { nothingSeen, type Outcome, type Seen } from '../call/outcome.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import type { AttemptInput, RunningAttempt } from './attempt.ts';
import { usageOfTranslation } from './usage-of-translation.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';

interface Translation {
  readonly input: AttemptInput;
  readonly codec: DialectCodec;
  readonly decoded: DecodedCall;
  readonly context: EncodeContext;
  readonly watchdog: Watchdog;
  readonly now: () => number;
  readonly sentAt: number;
  seen: Seen;
  firstByteMs: number | undefined;
  hasBegun: boolean;
}

const kindOfProblem = ({ status, code }: Problem): WireError['kind'] => {
  if (code === 'context_length_exceeded') return 'context';
  if (code === 'provider_credentials') return 'credentials';
  if (status === 429) return 'limit';
  if (status === 503) return 'overloaded';
  return status < 500 ? 'invalid' : 'failed';
};

/** What an error of the provider means is known to its wire: a wrong key is 400 at some. */
const readByWire = ({ input }: Translation, thrown: unknown): Outcome | undefined => {
  if (!APICallError.isInstance(thrown) || thrown.statusCode === undefined || thrown.statusCode < 300) return undefined;
  const { statusCode: status, responseHeaders = {}, responseBody = '' } = thrown;
  return {
    kind: 'refused',
    status,
    error: input.target.wire.readError(status, responseHeaders, Buffer.from(responseBody)),
  };
};

const failureOf = (translation: Translation, thrown: unknown): Outcome => {
  const { watchdog, hasBegun, seen, firstByteMs = 0, input } = translation;
  const reason = watchdog.failure();
  if (reason === 'aborted') return { kind: 'aborted', seen, firstByteMs: translation.firstByteMs };
  const problem = problemOfThrown(thrown);
  if (hasBegun) {
    input.sink.cut({ ...problem, shouldRetry: false });
    return { kind: 'cut', message: problem.message, seen, firstByteMs };
  }
  if (reason !== undefined) return { kind: 'failed', failure: reason, message: problem.message };
  const told = readByWire(translation, thrown);
  if (told !== undefined) return told;
  const { message, retryAfterMs, status } = problem;
  const error: WireError = {
    kind: kindOfProblem(problem),
    message,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
  return { kind: 'refused', status, error };
};

const heard = (translation: Translation): void => {
  translation.watchdog.heard();
  translation.firstByteMs ??= translation.now() - translation.sentAt;
};

const headersOf = ({ decoded }: Translation, contentType: string): Record<string, string> => {
  const ignored = ignoredHeader(decoded.ignored, []);
  return ignored === ''
    ? { 'content-type': contentType }
    : { 'content-type': contentType, 'x-throughline-ignored': ignored };
};

const optionsOf = ({ decoded, watchdog }: Translation): LanguageModelV4CallOptions => ({
  ...decoded.options,
  abortSignal: watchdog.signal,
});

const answerWhole = async (translation: Translation, model: LanguageModelV4): Promise<Outcome> => {
  const { input, codec, context } = translation;
  const result = await model.doGenerate(optionsOf(translation));
  heard(translation);
  const body = Buffer.from(codec.encodeWhole(context, result));
  const seen = { usage: usageOfTranslation(result.usage), finished: true, outputBytes: body.length };
  translation.seen = seen;
  const { firstByteMs = 0 } = translation;
  if (!input.claim()) return { kind: 'aborted', seen, firstByteMs };
  input.sink.whole(200, headersOf(translation, 'application/json'), body);
  return { kind: 'answered', status: 200, seen, firstByteMs };
};

/** Parts that say nothing yet: another target may still answer. */
const silentParts: ReadonlySet<LanguageModelV4StreamPart['type']> = new Set([
  'stream-start',
  'response-metadata',
  'raw',
  'text-start',
  'reasoning-start',
]);

const drained = ({ input, watchdog }: Translation): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  input.sink.onDrain(resolve);
  watchdog.signal.addEventListener('abort', () => resolve(), { once: true });
  return promise;
};

const note = (translation: Translation, part: LanguageModelV4StreamPart): void => {
  heard(translation);
  if (part.type === 'error') throw part.error;
  const { seen } = translation;
  if (part.type === 'finish') {
    const isWhole = !['error', 'interrupted'].includes(part.finishReason.unified);
    translation.seen = { ...seen, usage: usageOfTranslation(part.usage), finished: isWhole };
  } else if ('delta' in part) {
    translation.seen = { ...seen, outputBytes: seen.outputBytes + part.delta.length };
  }
};

const send = async (translation: Translation, text: string): Promise<void> => {
  const { input } = translation;
  if (!translation.hasBegun) {
    input.sink.begin(200, headersOf(translation, 'text/event-stream; charset=utf-8'));
    translation.hasBegun = true;
  }
  if (text !== '' && !input.sink.write(text)) await drained(translation);
};

const answerStream = async (translation: Translation, model: LanguageModelV4): Promise<Outcome> => {
  const { input, codec, context, watchdog } = translation;
  const { stream } = await model.doStream(optionsOf(translation));
  const encoder = codec.createStreamEncoder(context);
  let text = '';
  for await (const part of stream) {
    note(translation, part);
    watchdog.signal.throwIfAborted();
    text += encoder.push(part);
    if (!translation.hasBegun && (silentParts.has(part.type) || !input.claim())) continue;
    await send(translation, text);
    text = '';
  }
  const { seen, firstByteMs = 0 } = translation;
  if (!seen.finished) throw new Error('the stream ended before the answer was whole');
  await send(translation, text + encoder.end());
  input.sink.end();
  return { kind: 'answered', status: 200, seen, firstByteMs };
};

const refusedAt400 = (message: string): Outcome => ({
  kind: 'refused',
  status: 400,
  error: { kind: 'invalid', message },
});

const faultText = ({ what, why, remedy }: Fault): string => `${what} ${why} ${remedy}`;

const answer = async (deps: GatewayDeps, translation: Translation): Promise<Outcome> => {
  const { input } = translation;
  const { wire, card } = input.target;
  const opened: Result<LanguageModelV4, Fault> | undefined = wire.languageModel?.(deps, card);
  if (opened === undefined) {
    return refusedAt400(`${card.id} cannot be asked by way of the ${input.call.dialect} API`);
  }
  if (!opened.ok) return { kind: 'failed', failure: 'unprepared', message: opened.error.what };
  const urls = await checkUrls(opened.value, translation.decoded);
  if (!urls.ok) return refusedAt400(faultText(urls.error));
  return input.call.stream ? answerStream(translation, opened.value) : answerWhole(translation, opened.value);
};

const run = async (deps: GatewayDeps, translation: Translation): Promise<Outcome> => {
  try {
    return await answer(deps, translation);
  } catch (thrown) {
    return failureOf(translation, thrown);
  } finally {
    translation.watchdog.stop();
  }
};

const failedBeforehand = (outcome: Outcome): RunningAttempt => ({
  outcome: Promise.resolve(outcome),
  abort: () => {},
});

/** Asks a provider that does not speak the client's dialect, by way of the AI SDK, and answers in the client's. */
export const startTranslatedAttempt = (
  deps: GatewayDeps,
  input: AttemptInput,
  codec: DialectCodec | undefined,
): RunningAttempt => {
  const { call, target } = input;
  if (codec === undefined) return failedBeforehand(refusedAt400(`${target.card.id} does not offer this API`));
  const body = call.parsed();
  if (body === undefined) return failedBeforehand(refusedAt400('the body is not JSON'));
  const decoded = codec.decode(body);
  if (!decoded.ok) return failedBeforehand(refusedAt400(faultText(decoded.error)));
  const watchdog = createWatchdog(target.timeouts);
  const now = deps.clock.monotonic;
  const context = { id: call.traceId, created: Math.floor(call.startedAt / 1000), model: call.name, body };
  const outcome = run(deps, {
    input,
    codec,
    decoded: decoded.value,
    context,
    watchdog,
    now,
    sentAt: now(),
    seen: nothingSeen,
    firstByteMs: undefined,
    hasBegun: false,
  });
  return { outcome, abort: watchdog.abort };
};
