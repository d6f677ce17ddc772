import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import type { ProjectInput } from '../../src/project.ts';
import { told, type Ended } from './program.ts';
import { makeReleased, type TestProject } from './project.ts';
import { serve, type TestServer } from './server.ts';

const stateSchema = z.object({
  active: z.string(),
  previous: z.string().optional(),
  canary: z.object({ release: z.string(), simulated: z.boolean() }).optional(),
  lastDecision: z.object({ verdict: z.string(), actor: z.string(), because: z.string() }).optional(),
});

let project: TestProject;
let server: TestServer;
let first: string;

before(async () => {
  project = await makeReleased();
  first = stateOf(await project.run('rollout', 'status', '--json')).active;
});
after(async () => {
  await server?.stop();
  project.remove();
});

const stateOf = (ended: Ended): z.infer<typeof stateSchema> => {
  assert.ok('state' in ended.last, told(ended));
  return stateSchema.parse(ended.last['state']);
};

const by = ['--by', 'Ada', '--reason', 'looked at the answers', '--json'];

const withLongerQuotes = (before: ProjectInput): ProjectInput => ({
  ...before,
  evaluate: { baseline: 'longer' },
  strategy: {
    without: ['extractive', 'extractive-bm25'],
    candidates: [
      {
        name: 'longer',
        kind: 'extractive',
        retrieval: { mode: 'bm25', k: 20, use: 5, rerank: 'coverage' },
        extractive: { sentences: 8 },
        refuseBelow: 0.4,
      },
    ],
  },
});

test('a changed strategy becomes a canary beside the active release', async () => {
  project.edit(withLongerQuotes);
  const ran = await project.run('run', '--json');
  assert.equal(ran.code, 0, told(ran));
  assert.equal(ran.last['release'], first, 'most users go on as before');
  const { active, canary } = stateOf(await project.run('rollout', 'status', '--json'));
  assert.equal(active, first);
  assert.ok(canary !== undefined && canary.release !== first);
});

test('a person promotes it and goes back, and a running server follows', async () => {
  server = await serve(project);
  const { key } = z.object({ key: z.string() }).parse((await project.run('keys', 'create', '--json')).last);
  const served = async (): Promise<string | null> => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'throughline', messages: [{ role: 'user', content: 'What is bodyLimit?' }] }),
    });
    return response.headers.get('x-throughline-release');
  };
  const follows = async (release: string): Promise<void> => {
    const deadline = performance.now() + 5000;
    while ((await served()) !== release && performance.now() < deadline);
    assert.equal(await served(), release);
  };
  const promoted = stateOf(await project.run('rollout', 'promote', ...by));
  assert.notEqual(promoted.active, first);
  assert.equal(promoted.previous, first);
  await follows(promoted.active);
  const back = stateOf(await project.run('rollout', 'rollback', ...by));
  assert.equal(back.active, first);
  assert.equal(back.lastDecision?.verdict, 'rolled-back');
  assert.match(back.lastDecision?.actor ?? '', /Ada/);
  await follows(first);
  await server.stop();
});

test('an order without a name is wrong use', async () => {
  assert.equal((await project.run('rollout', 'promote', '--json')).code, 2);
});

test('a worse release is rolled back by itself, and the ledger tells it', async () => {
  const simulated = await project.run('simulate', '--regression', '--requests', '400', '--rate', '200', '--json');
  assert.equal(simulated.code, 0, told(simulated));
  assert.equal(simulated.last['decision'], 'fail');
  const state = stateOf(simulated);
  assert.equal(state.active, first);
  assert.equal(state.canary, undefined);
  assert.equal(state.lastDecision?.verdict, 'rolled-back');
  assert.doesNotMatch(state.lastDecision?.actor ?? '', /Ada/);
  const audit = await project.run('audit', 'list', '--limit', '20', '--json');
  assert.match(audit.stdout, /rollback|rolled-back/);
  assert.equal((await project.run('audit', 'verify', '--json')).last['intact'], true);
});
