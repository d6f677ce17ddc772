import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readPrompts, type PromptFilesDep } from './read-prompts.ts';

const filesWith = (own: Readonly<Record<string, string>>): PromptFilesDep => ({
  files: {
    readText: async (path) => own[path] ?? readFileSync(path, 'utf8'),
    glob: async (root) =>
      existsSync(root) ? readdirSync(root) : Object.keys(own).map((path) => path.slice(root.length + 1)),
    exists: async (path) => existsSync(path) || Object.keys(own).some((key) => key.startsWith(`${path}/`)),
  },
});

test('every built-in prompt parses and declares its variables', async () => {
  const prompts = await readPrompts(filesWith({}), { folder: 'prompts' });
  assert.ok(prompts.ok);
  const names = prompts.value.map(({ name }) => name);
  for (const name of ['agent', 'answer-with-sources', 'chain-of-thought', 'rewrite-question', 'vote-thought'])
    assert.ok(names.includes(name), name);
  for (const { name, variables } of prompts.value) assert.ok(Object.keys(variables).length > 0, name);
});

test('a file of the project replaces the built-in prompt of that name', async () => {
  const text = '---\ninput:\n  schema:\n    question: string\n---\n{{question}}';
  const prompts = await readPrompts(filesWith({ 'prompts/agent.prompt': text }), { folder: 'prompts' });
  assert.ok(prompts.ok);
  const agent = prompts.value.filter(({ name }) => name === 'agent');
  assert.deepEqual(
    agent.map(({ source, template }) => [source, template]),
    [['project', text]],
  );
});

test('a broken file stops the stage', async () => {
  const prompts = await readPrompts(filesWith({ 'prompts/agent.prompt': 'hello' }), { folder: 'prompts' });
  assert.ok(!prompts.ok);
  assert.equal(prompts.error.code, 'PROMPTS_FILE_INVALID');
});
