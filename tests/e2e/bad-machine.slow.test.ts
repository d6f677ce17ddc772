import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { databasePid, isRoot, mountSmall, unmount } from './machine.ts';
import { throughline, told } from './program.ts';
import { makeProject, type TestProject } from './project.ts';

let project: TestProject;

before(async () => {
  project = await makeProject();
});
after(() => project.remove());

test('a database that is killed in the middle of a run comes back, and the run goes on', async () => {
  const data = join(project.folder, '.throughline');
  let kills = 0;
  const ran = await throughline(['run', '--json', '--project', project.folder], {
    onLine: ({ type, stage }) => {
      const isThere = type === 'stage-start' && (stage === 'knowledge' || stage === 'experiments');
      if (!isThere || kills === 2) return;
      kills += 1;
      process.kill(databasePid(data), 'SIGKILL');
    },
  });
  assert.equal(ran.code, 0, told(ran));
  assert.equal(kills, 2);
  assert.match(String(ran.last['release']), /^[0-9a-f]{64}$/);
  const audit = await project.run('audit', 'verify', '--json');
  assert.equal(audit.last['intact'], true, told(audit));
});

const noRoot = !isRoot && 'needs root to become another user';

test('a directory without write permission is named', { skip: noRoot }, async (t) => {
  chmodSync(dirname(project.folder), 0o755);
  const closed = join(dirname(project.folder), 'closed');
  mkdirSync(closed, { mode: 0o755 });
  const asNobody = { uid: 65_534, cwd: '/' };
  const run = await throughline(['run', '--project', project.folder, '--data', join(closed, 'data')], asNobody);
  assert.equal(run.code, 1, told(run));
  assert.match(run.stderr, /PLATFORM_NOT_WRITABLE/);
  assert.ok(run.stderr.includes(closed), told(run));
  const init = await throughline(['init', join(closed, 'new'), '--yes', '--docs', project.docs], asNobody);
  assert.equal(init.code, 1, told(init));
  assert.match(init.stderr, /PLATFORM_NOT_WRITABLE/);
  t.diagnostic(run.stderr.trim().split('\n')[0] ?? '');
});

test('a full disk is named, and the run goes on when there is room again', async (t) => {
  const small = join(dirname(project.folder), 'small');
  mkdirSync(small);
  const problem = mountSmall(small, 16);
  if (problem !== undefined) return t.skip(problem);
  t.after(() => unmount(small));
  const full = await project.run('run', '--data', small);
  assert.equal(full.code, 1, told(full));
  assert.match(full.stderr, /PLATFORM_DISK_FULL/);
  assert.ok(full.stderr.includes(small), told(full));
  unmount(small);
  assert.equal(mountSmall(small, 400), undefined);
  const ran = await project.run('run', '--data', small, '--json');
  assert.equal(ran.code, 0, told(ran));
});
