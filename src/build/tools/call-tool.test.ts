import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, type Json } from '#kernel';
import { callTool } from './call-tool.ts';
import { defineTool, type ToolDefinition } from './define-tool.ts';

const double = (change: Partial<ToolDefinition> = {}) =>
  defineTool({
    name: 'double',
    description: 'Doubles a number.',
    parameters: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'], additionalProperties: false },
    result: { type: 'number' },
    timeoutMs: 1000,
    run: async (given) => ok(typeof given === 'object' && given !== null && 'n' in given ? Number(given.n) * 2 : null),
    ...change,
  });

const codeOf = async (given: string, change: Partial<ToolDefinition> = {}, name = 'double') => {
  const called = await callTool([double(change)], { name, arguments: given });
  return called.ok ? called.value : called.error.code;
};

test('arguments and results are checked', async () => {
  assert.equal(await codeOf('{"n":2}'), 4);
  for (const given of ['{}', '{"n":"2"}', '{"n":1,"m":2}', 'not json', '[]', `"${'x'.repeat(30_000)}"`]) {
    assert.equal(await codeOf(given), 'TOOLS_ARGUMENTS_INVALID', given.slice(0, 20));
  }
  assert.equal(await codeOf('{"n":2}', { run: async () => ok('four') }), 'TOOLS_RESULT_INVALID');
  assert.equal(await codeOf('{}', {}, 'triple'), 'TOOLS_UNKNOWN');
});

test('a slow tool is stopped and told so', async () => {
  let stopped = false;
  const slow: ToolDefinition['run'] = (_given, { signal }) =>
    new Promise<{ readonly ok: true; readonly value: Json }>(() => {
      signal.addEventListener('abort', () => {
        stopped = true;
      });
    });
  assert.equal(await codeOf('{"n":1}', { timeoutMs: 5, run: slow }), 'TOOLS_TIMEOUT');
  assert.equal(stopped, true);
});

test('aborting rejects with the reason', async () => {
  const reason = new Error('the client went away');
  const controller = new AbortController();
  const hanging = callTool(
    [double({ run: () => new Promise(() => {}) })],
    { name: 'double', arguments: '{"n":1}' },
    controller.signal,
  );
  controller.abort(reason);
  await assert.rejects(hanging, reason);
});
