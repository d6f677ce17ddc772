import { APICallError, type LanguageModelV4StreamPart } from '@ai-sdk/provider';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireDeps, WireError } from './provider-wire.ts';
import { openLanguageModel } from './providers/language-model.ts';
import type { WireRefusal } from './wire-servers/wire-server.ts';
import {
  ask,
  deltasOf,
  isWholeEnd,
  modelOf,
  partsOf,
  thrownBy,
  type OpenWire,
  type WireUnderTest,
} from './wire-under-test.ts';

const errorOf = async (run: PromiseLike<unknown>, { wire }: OpenWire): Promise<WireError> => {
  const thrown = await thrownBy(run);
  assert.ok(APICallError.isInstance(thrown), String(thrown));
  const { statusCode = 0, responseHeaders = {}, responseBody = '' } = thrown;
  return wire.readError(statusCode, responseHeaders, Buffer.from(responseBody));
};

const named: Readonly<Record<WireRefusal['refuse'], WireError['kind']>> = {
  limit: 'limit',
  quota: 'limit',
  overloaded: 'overloaded',
  failed: 'failed',
  context: 'context',
  invalid: 'invalid',
};
const refusals = ['limit', 'quota', 'overloaded', 'failed', 'context', 'invalid'] as const;

const testErrors = ({ name, open, kinds = {}, tellsWait, wrongDeps }: WireUnderTest): void => {
  for (const refuse of refusals)
    test(`${name}: what "${refuse}" means, whole and streamed`, async () => {
      const wire = await open(() => ({ refuse, retryAfterMs: 2500 }));
      const whole = await errorOf(modelOf(wire).doGenerate(ask()), wire);
      const streamed = await errorOf(partsOf(modelOf(wire), ask()), wire);
      assert.deepEqual([whole.kind, streamed.kind], [kinds[refuse] ?? named[refuse], kinds[refuse] ?? named[refuse]]);
      assert.notEqual(whole.message, '');
      if (refuse === 'limit' && tellsWait) assert.equal(whole.retryAfterMs, 2500);
    });
  test(`${name}: credentials that are refused, and none at all`, async () => {
    const wire = await open(() => ({ text: ['Hello.'] }));
    const wrong = { ...wire, deps: wrongDeps(wire.deps) };
    const thrown = await thrownBy(modelOf(wrong).doGenerate(ask()));
    const isRefused = APICallError.isInstance(thrown)
      ? (await errorOf(Promise.reject(thrown), wrong)).kind === 'credentials'
      : /MODELS_UNAUTHORISED/.test(String(thrown));
    assert.ok(isRefused, String(thrown));
    const none = wire.wire.languageModel?.({ ...wire.deps, environment: { read: () => undefined } }, wire.card);
    assert.equal(none?.ok === false && none.error.code, 'MODELS_KEY_MISSING');
  });
};

const testEnds = ({ name, open }: WireUnderTest): void => {
  for (const ends of ['early', 'error', 'reset'] as const)
    test(`${name}: a stream that ends with "${ends}" is never a whole answer`, async () => {
      const model = modelOf(await open(() => ({ text: ['Hel', 'lo'], ends })));
      const { stream } = await model.doStream(ask());
      const parts: LanguageModelV4StreamPart[] = [];
      const thrown = await thrownBy(
        (async () => {
          for await (const part of stream) parts.push(part);
        })(),
      );
      assert.equal(deltasOf(parts, 'text-delta').join(''), 'Hello');
      assert.ok(thrown !== undefined || !isWholeEnd(parts));
    });
  test(`${name}: aborting closes the connection to the provider`, async () => {
    const wire = await open(() => ({ text: ['Hel', 'lo'], ends: 'never' }));
    const controller = new AbortController();
    const { stream } = await modelOf(wire).doStream({ ...ask(), abortSignal: controller.signal });
    await assert.rejects(async () => {
      for await (const part of stream) if (part.type === 'text-delta') controller.abort();
    });
    for (let waited = 0; wire.calls[0]?.aborted === false && waited < 100; waited += 1)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    assert.equal(wire.calls[0]?.aborted, true);
  });
};

/** Behind a wire a chat model is one like any other. */
/** The answers of a server with something wrong in their bytes. */
const spoilt = (deps: WireDeps, spoil: (text: string) => string): WireDeps => ({
  ...deps,
  http: {
    fetch: async (url, init) => {
      const response = await deps.http.fetch(url, init);
      const text = await response.text();
      // The length is no longer what the server said.
      const headers = { 'content-type': response.headers.get('content-type') ?? '' };
      return new Response(spoil(text), { status: response.status, headers });
    },
  },
});

const testSpoilt = ({ name, open }: WireUnderTest): void => {
  test(`${name}: half a JSON text is no answer, whole or in an event`, async () => {
    const wire = await open(() => ({ text: ['Hello, ', 'reader.'] }));
    const half = { ...wire, deps: spoilt(wire.deps, (text) => text.slice(0, text.length / 2)) };
    assert.notEqual(await thrownBy(modelOf(half).doGenerate(ask())), undefined);
    const cutEvent = (text: string): string => text.replace(/^(data: \{.{5}).*reader\..*$/m, '$1');
    const parts: LanguageModelV4StreamPart[] = [];
    const thrown = await thrownBy(
      (async () => {
        const { stream } = await modelOf({ ...wire, deps: spoilt(wire.deps, cutEvent) }).doStream(ask());
        for await (const part of stream) parts.push(part);
      })(),
    );
    assert.ok(thrown !== undefined || !isWholeEnd(parts));
  });
};

const testRetries = ({ name, open }: WireUnderTest): void => {
  test(`${name}: a limit is waited for and the call made again; bad requests are not`, async () => {
    let refusal: WireRefusal['refuse'] | undefined = 'limit';
    const opened = await open(() => {
      const refuse = refusal;
      if (refuse === 'limit') refusal = undefined;
      return refuse === undefined ? { text: ['Hello.'] } : { refuse, retryAfterMs: 60 };
    });
    const model = openLanguageModel(opened.deps, opened, { retries: 1, firstWaitMs: 1 });
    const request = { messages: [{ role: 'user', content: 'Hi.' }], maxTokens: 20, temperature: 0 } as const;
    assert.equal((await model.complete(request)).ok, true);
    assert.equal(opened.calls.length, 2);
    refusal = 'invalid';
    const refused = await model.complete(request);
    assert.equal(refused.ok ? '' : refused.error.code, 'MODELS_REFUSED');
    assert.equal(opened.calls.length, 3);
  });
};

/** What a wire must say and do when a call goes wrong. */
export const testWireFaults = (wire: WireUnderTest): void => {
  testErrors(wire);
  testEnds(wire);
  testSpoilt(wire);
  testRetries(wire);
};
