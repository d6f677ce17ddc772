import assert from 'node:assert/strict';
import { test } from 'node:test';
import { err, sha256, type Json, type StoredRecord } from '#kernel';
import {
  createProveDeps,
  createSealedUses,
  makeCandidate,
  makeCase,
  makeRecord,
  makeStageInput,
  memoryRecords,
  scriptedCompile,
  type Script,
} from '#prove/evaluate/testing';
import { createInProcessLoad } from './in-process-load.ts';
import { readinessConfigSchema, readinessReportSchema, type ReadinessReport } from './contract.ts';
import { readinessRoutes } from './routes.ts';
import { readinessStage } from './stage.ts';
import { waiveGate } from './waive-gate.ts';

const dev = Array.from({ length: 10 }, (_, index) => makeCase({ id: `d${index}`, facts: [['right']] }));
const sealedCases = (reviewed: number) =>
  Array.from({ length: 24 }, (_, index) =>
    makeCase({ id: `s${index}`, split: 'sealed', facts: [['right']], reviewed: index < reviewed }),
  );
const kpi = (id: string, metric: string, target: number) => ({
  id,
  name: `KPI ${id}`,
  metric,
  target,
  level: id === 'dream' ? 'stretch' : 'blocking',
  because: '',
});
const charter = (more = {}) => ({
  project: 'p',
  problem: '',
  users: [],
  stakeholders: [],
  risks: [],
  regulation: [],
  budget: { usdPerMonth: 10, usdPerAnswer: 0.001, answersPerMonth: 1000 },
  constraints: { residency: ['local'], licences: ['Apache-2.0'], access: ['open'] },
  kpis: [
    kpi('accuracy', 'answer-accuracy', 0.9),
    kpi('speed', 'latency-p95', 1000),
    kpi('dream', 'answer-accuracy', 1.1),
  ],
  ...more,
});
const champion = makeCandidate('extractive', { retrieval: { mode: 'bm25' } });
const comparison = {
  baseline: champion.id,
  quality: 'answer-accuracy',
  rows: [],
  champion: champion.id,
  because: 'It is the best.',
  estimateCheck: [],
};
const policy = { sources: { docs: { allowedUses: ['retrieval', 'display'], licence: 'MIT' } } };

const makeRecords = (given: { reviewed?: number; charter?: object; more?: readonly StoredRecord[] } = {}) => [
  makeRecord('charter/charter', charter(given.charter)),
  makeRecord('strategy/candidate', champion),
  makeRecord('evaluate/case-set', {
    version: 'v1',
    cases: dev,
    counts: { dev: 10, sealed: 24, reviewed: 34, byKind: {} },
  }),
  makeRecord('evaluate/sealed-set', { version: 's1', caseSetVersion: 'v1', cases: sealedCases(given.reviewed ?? 24) }),
  makeRecord('experiments/comparison', comparison),
  makeRecord('data/dataset', {
    version: 'd',
    documents: [],
    sources: [{ id: 'docs', path: 'docs', documents: 1, bytes: 1 }],
  }),
  makeRecord('govern/policy', policy),
  ...(given.more ?? []),
];

interface World {
  readonly script?: Script;
  readonly intact?: boolean;
  readonly monitoring?: boolean;
  readonly config?: object;
  readonly stored?: Map<string, Json>;
  readonly sealed?: ReturnType<typeof createSealedUses>;
}

const run = async (records = makeRecords(), world: World = {}) => {
  const deps = createProveDeps(world.stored);
  const compiled = scriptedCompile(
    (question, candidate) => (deps.pass(50), world.script?.(question, candidate) ?? { text: 'right' }),
  );
  const pages = new Map<string, string | Uint8Array>();
  const absent = { code: 'X', what: '', why: '', remedy: '', status: 404, retryable: false, details: {} };
  const ran = await readinessStage.run(
    {
      ...deps,
      ...compiled,
      ...(world.sealed ?? createSealedUses(world.intact)),
      ...createInProcessLoad({ ...compiled, ...deps }),
      models: { chat: async () => err(absent), embedding: async () => err(absent), rerank: async () => err(absent) },
      probeMonitoring: async () => ({ ok: world.monitoring ?? true, says: 'A span was read back.' }),
      blobs: {
        put: async (content) => (pages.set(sha256(content), content), sha256(content)),
        get: async () => undefined,
        delete: async () => undefined,
      },
    },
    makeStageInput(readinessConfigSchema.parse(world.config ?? {}), records),
  );
  assert.ok(ran.ok, JSON.stringify(ran));
  const report = readinessReportSchema.parse(ran.value.at(-1)?.body);
  const gates = Object.fromEntries(report.gates.map((gate) => [gate.id, gate]));
  return { report, gates, drafts: ran.value, page: String(pages.get(report.htmlBlob)), compiled };
};

const verdicts = ({ gates }: ReadinessReport) => Object.fromEntries(gates.map(({ id, verdict }) => [id, verdict]));

test('a good candidate passes every gate, each with the record that shows it', async () => {
  const { report, drafts, gates } = await run();
  assert.deepEqual(verdicts(report), {
    'kpi-accuracy': 'pass',
    'kpi-speed': 'pass',
    'kpi-dream': 'fail',
    'sealed-set': 'pass',
    'load-latency': 'pass',
    'guardrail-probes': 'pass',
    licence: 'pass',
    residency: 'pass',
    budget: 'pass',
    'audit-chain': 'pass',
    monitoring: 'pass',
  });
  assert.equal(report.ready, true, 'a missed stretch target does not block');
  assert.equal(gates['kpi-dream']?.blocking, false);
  assert.deepEqual(
    drafts.map(({ type }) => type),
    readinessStage.writes,
  );
  assert.ok(report.gates.every(({ evidence }) => evidence !== undefined));
  assert.ok(
    report.gates
      .filter(({ measured }) => measured)
      .every(({ measured }) => measured !== undefined && measured.low <= measured.high),
  );
  assert.match(report.sealedUse, /^Use 1 of at most 5 of sealed set s1/);
});

test('each gate fails for its own reason, and the stage itself does not fail', async () => {
  const hosted = {
    constraints: { residency: ['local'], licences: ['Apache-2.0'], access: ['open'] },
    budget: { usdPerMonth: 10, usdPerAnswer: 0, answersPerMonth: 10 },
  };
  const { report, gates } = await run(
    makeRecords({ charter: hosted }).filter(({ type }) => type !== 'govern/policy'),
    {
      script: (question) => ({
        text: question.includes('4111') ? 'Your card is 4111 1111 1111 1111' : 'wrong',
        costNano: 5_000_000,
      }),
      intact: false,
      monitoring: false,
    },
  );
  assert.equal(report.ready, false);
  assert.deepEqual(report.failedGates, [
    'kpi-accuracy',
    'guardrail-probes',
    'licence',
    'budget',
    'audit-chain',
    'monitoring',
  ]);
  assert.match(gates['guardrail-probes']?.says ?? '', /probe-card \(4111 1111 1111 1111\)/);
  assert.match(gates['audit-chain']?.says ?? '', /Entry 2: entry 2 was changed/);
  assert.match(gates['licence']?.says ?? '', /source docs may not be used for retrieval and display/);
});

test('unreviewed questions make KPI gates unknown, but not those of time and price', async () => {
  const { report, gates } = await run(makeRecords({ reviewed: 2 }));
  assert.equal(gates['kpi-accuracy']?.verdict, 'unknown');
  assert.match(
    gates['kpi-accuracy']?.says ?? '',
    /Only 2 sealed questions were reviewed by a person, and 3 are needed/,
  );
  assert.equal(gates['kpi-speed']?.verdict, 'pass');
  assert.deepEqual(report.unknownGates, ['kpi-accuracy']);
  assert.equal(report.ready, false);
  assert.equal((await run(makeRecords({ reviewed: 2 }), { config: { unknown: 'allow' } })).report.ready, true);
});

test('enough reviewed questions are scored without the unreviewed', async () => {
  const { compiled } = await run(makeRecords({ reviewed: 21 }));
  const asked = compiled.askedByName.get('extractive') ?? [];
  assert.ok(asked.includes('Question s20?') && !asked.includes('Question s21?'));
});

test('the sealed questions shut after their last use, and the release is blocked', async () => {
  const sealed = createSealedUses();
  for (const use of ['1', '2', '3', '4', '5']) await sealed.sealedUses.claim(`s1#${use}`, `other-${use}`);
  const { report, gates } = await run(makeRecords(), { sealed });
  assert.deepEqual(report.failedGates, ['sealed-set']);
  assert.match(gates['sealed-set']?.says ?? '', /were used for 5 release decisions/);
  assert.equal(gates['kpi-accuracy']?.verdict, 'unknown');
});

test('a second decision on the same candidate asks the sealed questions no second time', async () => {
  const [stored, sealed] = [new Map<string, Json>(), createSealedUses()];
  await run(makeRecords(), { stored, sealed });
  const { compiled, report } = await run(makeRecords(), { stored, sealed });
  assert.deepEqual(compiled.askedByName.get('extractive'), []);
  assert.match(report.sealedUse, /^Use 1 of/);
});

test('a waiver by a named person counts at the next evaluation, and only for that candidate', async () => {
  const broken: World = { monitoring: false };
  const first = await run(makeRecords(), broken);
  assert.deepEqual(first.report.failedGates, ['monitoring']);
  const deps = memoryRecords([makeRecord('readiness/report', first.report)]);
  const waiver = { gate: 'monitoring', candidateId: champion.id, actor: 'Ada', reason: 'Fixed tomorrow <b>' };
  const refused = await waiveGate(deps, { ...waiver, gate: 'budget' });
  assert.ok(!refused.ok && refused.error.code === 'READINESS_GATE_NOT_FAILED');
  assert.ok(!(await waiveGate(deps, { ...waiver, candidateId: 'other' })).ok);
  const stored = await waiveGate(deps, waiver);
  assert.ok(stored.ok && deps.decisions[0]?.actor === 'Ada');
  const { report, gates, page } = await run(makeRecords({ more: [stored.value] }), broken);
  assert.equal(report.ready, true);
  assert.deepEqual([gates['monitoring']?.verdict, gates['monitoring']?.waivedBy?.actor], ['fail', 'Ada']);
  assert.ok(page.includes('Waived by Ada: Fixed tomorrow &lt;b&gt;'));
  const other = await run(
    makeRecords({ more: [makeRecord('readiness/waiver', { ...waiver, candidateId: 'other' })] }),
    broken,
  );
  assert.equal(other.report.ready, false);
});

test('a winner of the optimiser is decided on when it beat the champion', async () => {
  const winner = makeCandidate('extractive-tuned-1', { retrieval: { mode: 'bm25' } });
  const result = {
    method: 'm',
    subject: 's',
    parent: champion.id,
    proposals: [],
    winner,
    kept: true,
    because: 'Better.',
  };
  const decided = async (body: object) =>
    (await run(makeRecords({ more: [makeRecord('optimise/result', body)] }))).report.candidateName;
  assert.equal(await decided(result), 'extractive-tuned-1');
  assert.equal(await decided({ ...result, kept: false }), 'extractive');
  assert.equal(await decided({ ...result, parent: 'another' }), 'extractive');
});

test('the routes serve the page and take waivers', async () => {
  const { report, page } = await run(makeRecords(), { monitoring: false });
  const routes = readinessRoutes({
    ...memoryRecords([makeRecord('readiness/report', report)]),
    blobs: { put: async () => '', get: async () => new TextEncoder().encode(page), delete: async () => undefined },
  });
  const request = {
    params: {},
    query: {},
    body: {},
    actor: 'session',
    headers: {},
    signal: new AbortController().signal,
  };
  const shown = await routes[1]?.handle(request);
  assert.ok(shown?.ok && shown.value.kind === 'text' && shown.value.body === page);
  const body = { gate: 'monitoring', candidateId: champion.id, actor: 'Ada', reason: 'because' };
  const taken = await routes[0]?.handle({ ...request, body });
  assert.ok(taken?.ok && taken.value.kind === 'json' && taken.value.status === 201);
  assert.equal(routes[0]?.body?.safeParse({ ...body, reason: ' x ' }).success, false);
});
