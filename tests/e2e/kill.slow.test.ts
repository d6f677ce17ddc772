import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startChatEndpoint, withEndpoint, type ChatEndpoint } from './chat-endpoint.ts';
import { throughline, told, type Line } from './program.ts';
import { makeProject, type TestProject } from './project.ts';

/** Runs and kills the process with -9 at the first line that matches; resolves to the lines until then. */
const killAt = async (project: TestProject, isThere: (line: Line) => boolean): Promise<readonly Line[]> => {
  let killed = false;
  const ended = await throughline(['run', '--json', '--project', project.folder], {
    onLine: (line, child) => {
      if (!isThere(line) || killed) return;
      killed = true;
      child.kill('SIGKILL');
    },
  });
  assert.ok(killed, told(ended));
  assert.equal(ended.code, null);
  return ended.lines;
};

const progressIn =
  (stage: string, enough = 0) =>
  (line: Line): boolean =>
    line['type'] === 'stage-progress' && line['stage'] === stage && Number(line['done'] ?? 0) >= enough;

const finish = async (project: TestProject): Promise<readonly Line[]> => {
  const ran = await project.run('run', '--json');
  assert.equal(ran.code, 0, told(ran));
  assert.match(String(ran.last['release']), /^[0-9a-f]{64}$/);
  const audit = await project.run('audit', 'verify', '--json');
  assert.equal(audit.last['intact'], true, told(audit));
  return ran.lines;
};

const ended = (lines: readonly Line[]): ReadonlySet<unknown> =>
  new Set(lines.filter(({ type, status }) => type === 'stage-end' && status === 'ran').map(({ stage }) => stage));

const repeated = ({ timesByBody }: ChatEndpoint): number =>
  [...timesByBody.values()].reduce((sum, times) => sum + times - 1, 0);

const prepare = async (t: TestContext): Promise<{ readonly project: TestProject; readonly endpoint: ChatEndpoint }> => {
  // Small models answer in about this time; long enough to be killed between two answers.
  const endpoint = await startChatEndpoint(() => ({ content: 'NOT FOUND' }), 40);
  const project = await makeProject();
  t.after(async () => {
    await endpoint.close();
    project.remove();
  });
  project.edit((before) => withEndpoint(before, endpoint.baseUrl));
  return { project, endpoint };
};

test('a run killed again and again goes on where it was and pays for no answer twice', async (t) => {
  const { project, endpoint } = await prepare(t);
  const indexing = await killAt(project, progressIn('knowledge', 1));
  const evaluating = await killAt(project, progressIn('evaluate', 3));
  const redone = [...ended(indexing)].filter((stage) => ended(evaluating).has(stage));
  assert.deepEqual(redone, [], 'no finished stage ran twice');
  const comparing = await killAt(
    project,
    (line) => progressIn('experiments', 5)(line) && String(line['message']).startsWith('eager'),
  );
  const paid = endpoint.total();
  assert.ok(paid > 14, `${paid} calls before the last kill`);
  const last = await finish(project);
  assert.deepEqual(
    [...ended(comparing)].filter((stage) => ended(last).has(stage) && stage === 'knowledge'),
    [],
  );
  // One answer was under way at each kill that came while the model was asked.
  assert.ok(repeated(endpoint) <= 2, `${repeated(endpoint)} of ${endpoint.total()} calls were made twice`);
  t.diagnostic(`${endpoint.total()} calls, ${repeated(endpoint)} of them twice`);
});
