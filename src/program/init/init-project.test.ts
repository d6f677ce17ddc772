import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { projectSchema } from '../../project.ts';
import { initProject } from './init-project.ts';
import type { InitAnswers } from './render-project.ts';

const folders = (context: TestContext): { readonly docs: string; readonly root: string } => {
  const parent = mkdtempSync(join(tmpdir(), 'init '));
  context.after(() => rmSync(parent, { recursive: true }));
  const docs = join(parent, 'docs');
  mkdirSync(docs);
  writeFileSync(join(docs, 'desk.md'), '# Desk\n\nCall (866) 450-6588 or write to help@acme.io.\n');
  return { docs, root: join(parent, 'project') };
};

const init = async (context: TestContext, classification: InitAnswers['classification']) => {
  const { docs, root } = folders(context);
  const texts = { name: 'desk', docs, problem: 'p', users: 'u', owner: 'Ada', usdPerAnswer: 0 };
  const report = await initProject(root, { ...texts, classification });
  assert.ok(report.ok);
  const file = readFileSync(join(root, 'throughline.config.ts'), 'utf8');
  const [, json = ''] = /defineProject\(([\s\S]*)\);\n$/.exec(file) ?? [];
  const project = projectSchema.parse(JSON.parse(json));
  const personal = project.guardrails.output.find(({ kind }) => kind === 'personal-data');
  const comment = file.slice(0, file.indexOf('export default'));
  return { report: report.value, source: project.govern.sources['docs'], personal, comment };
};

test('public documents keep their telephone numbers, in the index and in answers, and are still reported', async (context) => {
  const { report, source, personal, comment } = await init(context, 'public');
  assert.deepEqual([source?.classification, source?.personalData], ['public', 'keep']);
  assert.deepEqual(personal, { kind: 'personal-data', action: 'flag' });
  assert.deepEqual(report.personalData, { phone: 1, email: 1 });
  assert.match(comment, /kept/);
});

test('other documents are masked, and the file says how to change that', async (context) => {
  for (const classification of ['internal', 'confidential', 'restricted'] as const) {
    const { source, personal, comment } = await init(context, classification);
    assert.deepEqual([source?.classification, source?.personalData], [classification, 'mask']);
    assert.deepEqual(personal, { kind: 'personal-data', action: 'mask' });
    assert.match(comment, /personalData.*"keep"/s);
  }
});
