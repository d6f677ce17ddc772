import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { stageNames } from '#kernel';
import { cliCommands } from '../../src/program/cli-commands.ts';
import { throughline, told } from './program.ts';
import { makeProject, type TestProject } from './project.ts';

const summarySchema = z.strictObject({
  type: z.literal('summary'),
  ok: z.boolean(),
  stages: z.array(z.strictObject({ name: z.string(), status: z.string(), seconds: z.number(), records: z.number() })),
  release: z.string().nullable(),
  failedGates: z.array(z.string()),
  unknownGates: z.array(z.string()),
});

const answerSchema = z.strictObject({
  answer: z.string().min(1),
  citations: z.array(z.strictObject({ source: z.string(), heading: z.string(), quote: z.string().min(1) })),
  release: z.string(),
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  latencyMs: z.number(),
  costUsd: z.number(),
  refused: z.literal(true).optional(),
});

let project: TestProject;
let release: string | null;

before(async () => {
  project = await makeProject();
});
after(() => project.remove());

const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ');

test('run carries a new project to a release; the second run changes nothing', async () => {
  const first = await project.run('run', '--json');
  assert.equal(first.code, 0, told(first));
  const summary = summarySchema.parse(first.last);
  assert.deepEqual(
    summary.stages.map(({ name }) => name),
    stageNames,
  );
  assert.ok(
    summary.stages.every(({ status }) => status === 'ran'),
    told(first),
  );
  assert.deepEqual(summary.failedGates, []);
  release = summary.release;
  assert.match(release ?? '', /^[0-9a-f]{64}$/);
  const again = await project.run('run', '--json');
  const second = summarySchema.parse(again.last);
  assert.ok(
    second.stages.every(({ status }) => status === 'fresh'),
    told(again),
  );
  assert.equal(second.release, release);
});

test('status names every stage', async () => {
  const status = await project.run('status', '--json');
  const { stages, release: served } = z
    .object({ stages: z.array(z.object({ name: z.string(), status: z.string() })), release: z.string() })
    .parse(status.last);
  assert.equal(served, release);
  assert.deepEqual(
    stages.map(({ name }) => name),
    stageNames,
  );
  assert.ok(
    stages.every((stage) => stage.status === 'fresh'),
    told(status),
  );
});

/** The active release and, while a canary runs, the canary: a question goes to either, by its conversation. */
const servedReleases = async (): Promise<readonly string[]> => {
  const { state } = z
    .object({ state: z.object({ active: z.string(), canary: z.object({ release: z.string() }).optional() }) })
    .parse((await project.run('rollout', 'status', '--json')).last);
  assert.equal(state.active, release);
  return state.canary === undefined ? [state.active] : [state.active, state.canary.release];
};

test('an answer quotes what really stands in the file', async () => {
  const asked = await project.run(
    'ask',
    'What is the default of bodyLimit, the maximum payload the server accepts?',
    '--json',
  );
  assert.equal(asked.code, 0, told(asked));
  const reply = answerSchema.parse(asked.last);
  const served = await servedReleases();
  assert.ok(served.includes(reply.release), `${reply.release} is not among ${served.join(', ')}`);
  assert.equal(reply.refused, undefined);
  assert.match(reply.answer, /1048576/);
  assert.ok(reply.citations.length > 0);
  for (const { source, quote } of reply.citations) {
    const text = readFileSync(join(project.docs, basename(source)), 'utf8');
    assert.ok(squeeze(text).includes(squeeze(quote)), `${source} does not hold: ${quote}`);
  }
});

test('what the sources do not hold is refused without citations', async () => {
  const reply = answerSchema.parse(
    (await project.run('ask', 'Which river flows through the capital of Peru?', '--json')).last,
  );
  assert.equal(reply.refused, true);
  assert.deepEqual(reply.citations, []);
});

test('eval ends with 0 while targets are reached', async () => {
  const evaluated = await project.run('eval', '--json');
  assert.equal(evaluated.code, 0, told(evaluated));
  assert.equal(evaluated.last['passed'], true);
});

test('keys create prints a key once; audit, doctor and retention agree with the machine', async () => {
  const { key } = z.object({ key: z.string() }).parse((await project.run('keys', 'create', '--json')).last);
  const listed = await project.run('keys', 'list', '--json');
  assert.match(key, /^tl_/);
  assert.ok(!listed.stdout.includes(key));
  const audit = await project.run('audit', 'verify', '--json');
  assert.equal(audit.code, 0, told(audit));
  assert.equal(audit.last['intact'], true);
  const doctor = await project.run('doctor', '--json');
  const { findings } = z
    .object({
      findings: z.array(z.object({ check: z.string(), ok: z.boolean(), says: z.string(), remedy: z.string() })),
    })
    .parse(doctor.last);
  assert.deepEqual(
    findings.filter(({ ok, check }) => !ok && check !== 'console'),
    [],
    told(doctor),
  );
  assert.equal((await project.run('retention', '--dry-run', '--json')).code, 0);
});

test('a backup restored elsewhere answers after a run, with the same release', async () => {
  const file = join(project.folder, 'copy.tar.gz');
  const other = join(project.folder, 'other data');
  const written = await project.run('backup', file, '--json');
  assert.equal(written.code, 0, told(written));
  assert.ok(statSync(file).size > 1000);
  const restored = await project.run('restore', file, '--data', other, '--json');
  assert.equal(restored.code, 0, told(restored));
  const ran = await project.run('run', '--data', other, '--json');
  assert.equal(ran.code, 0, told(ran));
  assert.equal(summarySchema.parse(ran.last).release, release);
  const asked = await project.run('ask', 'What is the default of bodyLimit?', '--data', other, '--json');
  assert.match(answerSchema.parse(asked.last).answer, /1048576/);
  const audit = await project.run('audit', 'verify', '--data', other, '--json');
  assert.equal(audit.last['intact'], true, told(audit));
});

test('eval ends with 100 when a target cannot be reached, and run says which gate failed', async () => {
  project.edit((before) => ({
    ...before,
    charter: {
      ...before.charter,
      kpis: before.charter.kpis.map((kpi) => (kpi.id === 'latency-p95' ? { ...kpi, target: 0.001 } : kpi)),
    },
  }));
  const ran = await project.run('run', '--json');
  const { failedGates, release: served } = summarySchema.parse(ran.last);
  assert.equal(ran.code, 100, told(ran));
  assert.ok(failedGates.includes('kpi-latency-p95'), told(ran));
  assert.equal(served, release, 'what was released goes on');
  const evaluated = await project.run('eval', '--json');
  assert.equal(evaluated.code, 100, told(evaluated));
  assert.equal(evaluated.last['passed'], false);
});

test('wrong use ends with 2 and says what is right', async () => {
  const wrong = [['nosuch'], ['run', '--nosuch'], ['ask'], ['run', 'nosuch', '--project', project.folder]];
  for (const args of wrong) {
    const ended = await throughline(args);
    assert.equal(ended.code, 2, `${args.join(' ')}: ${told(ended)}`);
    assert.match(ended.stderr, /nosuch|question/);
  }
  const nowhere = await throughline(['status', '--json'], { cwd: project.docs });
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stdout, /PROJECT_NOT_FOUND/);
  assert.ok(!existsSync(join(project.docs, '.throughline')));
});

test('the help of every command shows an example of it', async () => {
  const root = await throughline(['--help']);
  assert.equal(root.code, 0);
  for (const { name, example } of cliCommands) {
    assert.match(example, new RegExp(`^throughline ${name}`));
    assert.match(root.stdout, new RegExp(`\\n {2}${name.split(' ')[0]} `), name);
  }
  for (const name of ['init', 'models pull', 'rollout start']) {
    const help = await throughline([...name.split(' '), '--help']);
    assert.equal(help.code, 0, told(help));
    assert.match(help.stdout, new RegExp(`Example:\\n {2}throughline ${name}`), name);
  }
});
