import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charterSchema } from '#plan/charter/contract';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { answerOperation, spanAttributes } from '#run/serve';
import { testCandidate } from '#run/serve/testing';
import { renderRollout } from './commands.ts';
import { rolloutConfigSchema } from './contract.ts';
import { createRolloutController } from './controller.ts';
import { startRollout } from './start-rollout.ts';
import { readState } from './rollout-state.ts';
import { viewRollout } from './view-rollout.ts';

const config = rolloutConfigSchema.parse({});
const order = { actor: 'Ada', reason: 'looked at it' };

const kpi = (id: string, target: number, level = 'blocking') => ({
  id,
  name: id,
  metric: 'latency-p95',
  target,
  level,
});
const charter = charterSchema.parse({
  project: 'p',
  problem: 'slow answers',
  users: ['u'],
  stakeholders: [{ name: 'Ada', role: 'sponsor' }],
  budget: { usdPerMonth: 0, usdPerAnswer: 0 },
  kpis: [kpi('late', 3000), kpi('latency', 2000), kpi('dream', 10, 'stretch')],
});

const storeRelease = async ({ records }: TestDatabase, name: string, charterRecord: string): Promise<string> => {
  const body = { candidate: testCandidate(name), readiness: 'r', parts: { 'charter/charter': charterRecord } };
  return (await records.decide({ type: 'rollout/release', body, inputs: [] }, { stage: 'rollout', ...order })).hash;
};

/** Forty conversations a side; each canary answer takes `canaryMs`. */
const serveAnswers = async (stores: TestDatabase, rollout: string, canaryMs: number): Promise<void> => {
  const answers = Array.from({ length: 80 }, (_, index) => ({
    traceId: index.toString(16).padStart(32, '0'),
    arm: index % 2 === 0 ? 'canary' : 'control',
    at: stores.clock.now() + index,
  }));
  await stores.exposures.insert(
    answers.map((answer) => ({ ...answer, rollout, unit: answer.traceId, propensity: 0.5 })),
  );
  await stores.spans.insert(
    answers.map(({ traceId, arm, at }) => ({
      traceId,
      spanId: traceId.slice(16),
      parentSpanId: undefined,
      name: 'answer',
      operation: answerOperation,
      startedAt: at,
      durationMs: arm === 'canary' ? canaryMs : 150,
      status: 'ok' as const,
      attributes: { [spanAttributes.rollout]: rollout },
    })),
  );
};

const rollOut = async (canaryMs: number): Promise<TestDatabase> => {
  const stores = await createTestDatabase();
  const draft = { type: 'charter/charter', body: charter, inputs: [] };
  const { hash } = await stores.records.decide(draft, { stage: 'charter', ...order });
  await startRollout(stores, { release: await storeRelease(stores, 'quick', hash), order, config });
  await startRollout(stores, { release: await storeRelease(stores, 'slow', hash), order, config });
  await serveAnswers(stores, (await readState(stores)).state.canary?.rolloutId ?? '', canaryMs);
  return stores;
};

test('a canary slower than the strictest blocking latency target of the charter is rolled back by itself', async () => {
  const stores = await rollOut(2500);
  const text = renderRollout(await viewRollout(stores, config));
  assert.match(text, /latency-p95: .*slower than 2000 ms: control 0 of 40, canary 40 of 40/);
  await createRolloutController({ ...stores, log: () => {}, decided: async () => {} }, config).tick();
  const { lastDecision } = (await readState(stores)).state;
  assert.equal(lastDecision?.verdict, 'rolled-back');
  assert.match(lastDecision?.because ?? '', /slower than 2000 ms/);
});

test('an answer that takes exactly as long as the target is not slower', async () => {
  const view = await viewRollout(await rollOut(2000), config);
  assert.match(view.guards[1]?.says ?? '', /canary 0 of 40/);
});
