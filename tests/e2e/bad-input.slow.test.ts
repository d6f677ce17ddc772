import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { startChatEndpoint, withEndpoint, type Reply } from './chat-endpoint.ts';
import { told, type Ended } from './program.ts';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;
let whole: string;
let questions: string;
const config = (): string => join(project.folder, 'throughline.config.ts');

before(async () => {
  project = await makeProject();
  whole = readFileSync(config(), 'utf8');
  questions = readFileSync(project.caseFile, 'utf8');
});
afterEach(() => {
  writeFileSync(config(), whole);
  writeFileSync(project.caseFile, questions);
});
after(() => project.remove());

const failsWith = (ended: Ended, ...patterns: readonly (RegExp | string)[]): void => {
  assert.equal(ended.code, 1, told(ended));
  // A run tells on its own output why a stage failed; everything else is told as an error.
  const text = `${ended.stdout}\n${ended.stderr}`;
  for (const pattern of patterns) {
    const found = typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
    assert.ok(found, `${String(pattern)} is not in:\n${told(ended)}`);
  }
  assert.match(text, /\n +do {4}\S/, 'it says what to do');
  assert.doesNotMatch(text, /\n {4}at /, 'no stack');
};

test('a broken project file: path, key, value and what was expected', async () => {
  writeFileSync(
    config(),
    whole.replace(
      '"metric": "fact-coverage",\n        "target": 0.01',
      '"metric": "fact-coverage",\n        "target": "much"',
    ),
  );
  failsWith(await project.run('run'), config(), 'charter.kpis[0].target is "much"', /expected number/);
  writeFileSync(config(), whole.replace('"data": {', '"dta": 1,\n  "data": {'));
  failsWith(await project.run('status'), config(), /unknown key "dta"/);
  writeFileSync(config(), 'export default {,');
  failsWith(await project.run('run'), config(), 'PROJECT_UNREADABLE');
});

test('a missing source, and a source without a policy', async () => {
  renameSync(project.docs, `${project.docs}.away`);
  failsWith(await project.run('run'), 'DATA_SOURCE_MISSING', project.docs);
  renameSync(`${project.docs}.away`, project.docs);
  writeFileSync(config(), whole.replace('"sources": {\n      "docs": {', '"sources": {\n      "other": {'));
  failsWith(await project.run('run'), /docs/, /polic/);
});

test('an evaluation set that is empty, and a gold page that does not exist', async () => {
  writeFileSync(project.caseFile, 'name: none\ncases: []\n');
  failsWith(await project.run('run'), 'EVALUATE_DATASET_EMPTY', project.caseFile.slice(project.folder.length + 1));
  writeFileSync(project.caseFile, questions.replace(/page: \w+\.md/, 'page: Servr.md'));
  failsWith(await project.run('run'), 'EVALUATE_GOLD_MISSING', 'Servr.md', /Nearest: \S/);
  writeFileSync(project.caseFile, questions.replace('kind: single-fact', 'kind: riddle'));
  failsWith(await project.run('run'), 'EVALUATE_CASE_INVALID', /questions\.yaml:\d+: .*kind` is "riddle"/);
});

/** Says sensible things to the probes of the models stage, and the given to a candidate. */
const onlyToCandidates =
  (reply: ReturnType<Reply>): Reply =>
  (body) =>
    body.includes('Passage: ') ? { content: 'NOT FOUND' } : reply;

const brokenCall = { id: 'c', type: 'function', function: { name: 'search_manual', arguments: '{"query": ' } };

const broken = [
  ['returns nothing', { content: '' }],
  ['makes malformed tool calls', { content: null, tool_calls: [brokenCall] }],
] as const;

for (const [what, reply] of broken) {
  test(`a model that ${what} fails its candidate, and the run goes on`, async (t) => {
    const endpoint = await startChatEndpoint(onlyToCandidates(reply));
    t.after(endpoint.close);
    project.edit((given) => withEndpoint(given, endpoint.baseUrl));
    const ran = await project.run('run', '--json');
    assert.equal(ran.code, 0, told(ran));
    assert.match(String(ran.last['release']), /^[0-9a-f]{64}$/);
    assert.ok(endpoint.total() > 10, 'the candidate was asked');
    const asked = await project.run('ask', 'What is bodyLimit?', '--model', 'eager');
    failsWith(asked, 'remote-chat');
    const evaluated = await project.run('eval', 'eager', '--json');
    assert.equal(evaluated.code, 100, told(evaluated));
    assert.match(evaluated.stdout, /no-answer/);
  });
}
