import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { hashOf, ok, type LogDep } from '#kernel';
import type { Application } from '#build/strategy';
import type { Case } from '#prove/evaluate/contract';
import { createTestIds } from '#platform/clock/testing';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { createAdmission, serveByteRoutes, serveRoutes, type AnswerDeps } from '#run/serve';
import { createServeHarness, listenForTests, scriptedApplication, testAnswer, testCandidate } from '#run/serve/testing';
import { askInProcess } from './ask-in-process.ts';
import { rolloutConfigSchema } from './contract.ts';
import { createRolloutController } from './controller.ts';
import { createRouting, type LiveRouting } from './create-routing.ts';
import { abort, promote, rollBack } from './orders.ts';
import { readState } from './rollout-state.ts';
import { rolloutRoutes } from './routes.ts';
import { simulate, type SimulateDeps } from './simulate.ts';
import { startRegression } from './start-regression.ts';
import { startRollout } from './start-rollout.ts';
import { viewRollout } from './view-rollout.ts';

const config = rolloutConfigSchema.parse({});
const order = { actor: 'Ada', reason: 'looked at it' };
const log: LogDep['log'] = () => {};

const cases: readonly Case[] = Array.from({ length: 20 }, (_, index) => ({
  id: `case-${index}`,
  question: `question ${index}`,
  kind: 'single-fact',
  difficulty: 'easy',
  split: 'dev',
  answerable: true,
  gold: [],
  facts: [['right']],
  reference: '',
  forbidden: [],
  tags: [],
  reviewed: true,
}));

/** Answers three of four questions well; a candidate that refuses below 0.99 answers none. */
const application = (name: string, refuseBelow: number): Application => ({
  ...scriptedApplication(name, ({ text }) =>
    testAnswer(refuseBelow < 0.9 && !/[37]$/.test(text) ? 'right' : 'no idea'),
  ),
});

const storeRelease = async ({ records }: TestDatabase, name: string): Promise<string> => {
  const body = { candidate: testCandidate(name), readiness: hashOf('report'), parts: {} };
  return (await records.decide({ type: 'rollout/release', body, inputs: [] }, { stage: 'rollout', ...order })).hash;
};

interface World {
  readonly stores: TestDatabase;
  readonly live: LiveRouting;
  readonly deps: SimulateDeps;
  readonly answerDeps: AnswerDeps;
}

const createWorld = async (): Promise<World> => {
  // Ids decide who gets the canary, so they are the same in each run.
  const stores = await createTestDatabase({ ids: createTestIds() });
  const compile = async (candidate: Parameters<Parameters<typeof createRouting>[0]['compile']>[0]) =>
    ok({ ...application(candidate.strategy.name, candidate.strategy.refuseBelow), candidate });
  const live = createRouting({ ...stores, compile, log });
  let [spans, exposures] = [[], []] as [
    Parameters<typeof stores.spans.insert>[0][number][],
    Parameters<typeof stores.exposures.insert>[0][number][],
  ];
  const flush = async (): Promise<void> => {
    const [someSpans, someExposures] = [spans, exposures];
    [spans, exposures] = [[], []];
    await stores.spans.insert(someSpans);
    await stores.exposures.insert(someExposures);
  };
  const answerDeps: AnswerDeps = {
    ...stores,
    log,
    routing: live.routing,
    telemetry: { record: (span) => void spans.push(span) },
    exposed: (exposure) => void exposures.push(exposure),
    admission: createAdmission({ concurrency: 8, queue: 8, now: stores.clock.monotonic }),
    meter: { answered: () => {}, turnedAway: () => {} },
    capture: 'off',
  };
  const controller = createRolloutController({ ...stores, log, decided: live.refresh }, config);
  const deps: SimulateDeps = {
    ...stores,
    ask: askInProcess(answerDeps),
    judge: (_question, { text }) => (text === 'right' ? 'good' : 'bad'),
    controller,
    flush,
    sleep: async () => {},
    progress: () => {},
  };
  return { stores, live, deps, answerDeps };
};

test('a worse canary is rolled back by itself within a few hundred requests', async () => {
  const { stores, live, deps } = await createWorld();
  await startRollout(stores, { release: await storeRelease(stores, 'good'), order, config });
  assert.ok((await startRegression(stores, config)).ok);
  await live.refresh();
  const simulated = await simulate(deps, { cases, requests: 400, rate: 1e6, seed: 'worse' });
  assert.ok(simulated.ok);
  assert.equal(simulated.value.judgement?.verdict, 'fail');
  assert.ok(simulated.value.sent < 300, `${simulated.value.sent}`);
  const { state } = await readState(stores);
  assert.equal(state.canary, undefined);
  assert.deepEqual([state.lastDecision?.verdict, state.lastDecision?.actor], ['rolled-back', 'rollout controller']);
  assert.equal(live.state().canary, undefined);
  const [entry] = await stores.ledger.list({ limit: 1 });
  assert.equal(entry?.kind, 'rollout-roll-back');
  const view = await viewRollout(stores, config);
  assert.ok(view.history.length > 10);
  assert.equal(view.arms.length, 2);
});

test('an equal canary is not rolled back', async () => {
  const { stores, live, deps } = await createWorld();
  await startRollout(stores, { release: await storeRelease(stores, 'good'), order, config });
  await startRollout(stores, { release: await storeRelease(stores, 'equal'), order, config });
  await live.refresh();
  const simulated = await simulate(deps, { cases, requests: 400, rate: 1e6, seed: 'equal' });
  assert.ok(simulated.ok);
  assert.equal(simulated.value.sent, 400);
  assert.equal(simulated.value.judgement?.verdict, 'continue');
  assert.notEqual((await readState(stores)).state.canary, undefined);
});

test('the first release is active at once, promotion keeps the way back, and going back takes it', async () => {
  const { stores, live } = await createWorld();
  const [first, second] = [await storeRelease(stores, 'first'), await storeRelease(stores, 'second')];
  await startRollout(stores, { release: first, order, config });
  await live.refresh();
  assert.equal(live.routing.assign('anyone')?.release, first);
  assert.ok((await startRollout(stores, { release: second, order, config })).ok);
  await live.refresh();
  const arms = new Set(Array.from({ length: 50 }, (_, index) => live.routing.assign(`c${index}`)?.arm));
  assert.deepEqual(arms, new Set(['canary', 'control']));
  assert.ok((await promote(stores, order)).ok);
  await live.refresh();
  assert.equal(live.routing.assign('anyone')?.release, second);
  assert.ok((await rollBack(stores, order)).ok);
  await live.refresh();
  assert.equal(live.routing.assign('anyone')?.release, first);
});

test('blue-green switches at once; abort without a canary is a fault; a simulated canary is never promoted', async () => {
  const { stores } = await createWorld();
  const [first, second] = [await storeRelease(stores, 'first'), await storeRelease(stores, 'second')];
  await startRollout(stores, { release: first, order, config });
  const switched = await startRollout(stores, { release: second, order, config: { mode: 'blue-green', share: 0.5 } });
  assert.ok(switched.ok);
  assert.deepEqual([switched.value.active, switched.value.previous, switched.value.canary], [second, first, undefined]);
  const aborted = await abort(stores, order);
  assert.equal(!aborted.ok && aborted.error.code, 'ROLLOUT_NOTHING_RUNNING');
  await startRegression(stores, config);
  const promoted = await promote(stores, order);
  assert.equal(!promoted.ok && promoted.error.code, 'ROLLOUT_SIMULATED');
});

test('two processes that decide at once make one decision', async () => {
  const { stores } = await createWorld();
  await startRollout(stores, { release: await storeRelease(stores, 'first'), order, config });
  await startRollout(stores, { release: await storeRelease(stores, 'second'), order, config });
  const rolloutId = (await readState(stores)).state.canary?.rolloutId ?? '';
  await Promise.all(Array.from({ length: 4 }, () => rollBack(stores, order, { expectedRollout: rolloutId })));
  const kinds = (await stores.ledger.list({ limit: 50 })).map(({ kind }) => kind);
  assert.equal(kinds.filter((kind) => kind === 'rollout-roll-back').length, 1);
});

test('a rollback by a person over HTTP takes effect in the serving process at once', async () => {
  const { stores, live, answerDeps } = await createWorld();
  await startRollout(stores, { release: await storeRelease(stores, 'first'), order, config });
  await startRollout(stores, {
    release: await storeRelease(stores, 'second'),
    order,
    config: { mode: 'canary', share: 0.999 },
  });
  await live.refresh();
  const { deps } = createServeHarness();
  const host = await listenForTests(
    [
      ...serveRoutes({ ...deps, ...answerDeps, meter: deps.meter }),
      ...rolloutRoutes({ ...stores, rolloutConfig: config, decided: live.refresh }),
    ],
    serveByteRoutes({ ...deps, ...answerDeps, meter: deps.meter }),
  );
  const post = (path: string, body: object) =>
    fetch(`${host.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const ask = async () =>
    JSON.parse(
      await (
        await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'question 1' }], user: 'u' })
      ).text(),
    ).throughline.arm;
  assert.equal(await ask(), 'canary');
  const begun = performance.now();
  assert.equal((await post('/api/rollout/rollback', { actor: '', reason: 'x' })).status, 400);
  assert.equal((await post('/api/rollout/rollback', order)).status, 200);
  assert.equal(await ask(), 'control');
  assert.ok(performance.now() - begun < 1000);
  await host.close();
});

test('a server without a database goes on with the last release', async () => {
  const { stores, live } = await createWorld();
  const first = await storeRelease(stores, 'first');
  await startRollout(stores, { release: first, order, config });
  let isAway = false;
  const away =
    <Given extends readonly unknown[], Back>(work: (...given: Given) => Promise<Back>) =>
    (...given: Given): Promise<Back> =>
      isAway ? Promise.reject(new Error('away')) : work(...given);
  const pointers = { ...stores.pointers, get: away(stores.pointers.get) };
  const own = createRouting({
    ...stores,
    pointers,
    log,
    compile: async (candidate) => ok({ ...application('first', 0), candidate }),
  });
  await own.refresh();
  isAway = true;
  await own.refresh();
  assert.equal(own.routing.assign('x')?.release, first);
  await sleep(0);
  assert.equal(live.routing.assign('x'), undefined);
});
