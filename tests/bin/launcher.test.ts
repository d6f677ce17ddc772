import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { actWhenReady, copyLauncher, endsSoon, olderNode } from './launch.ts';

const cli = `
const [what, value]: string[] = process.argv.slice(2);
if (what === 'exit') process.exitCode = Number(value);
if (what === 'wait') setInterval(() => undefined, 1000);
if (what === 'close') {
  process.once('SIGINT', () => { console.log('closing'); setTimeout(() => process.exit(130), 300); });
  setInterval(() => undefined, 1000);
}
console.log(JSON.stringify({ version: process.version, args: process.argv.slice(2), pid: process.pid }));
`;

const nodes = [...new Set([process.execPath, olderNode() ?? process.execPath])];

for (const node of nodes) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const withCopy = (
    name: string,
    check: (command: readonly string[], folder: string) => Promise<void> | void,
  ): void => {
    test(`on ${version}: ${name}`, async (context) => {
      const { folder, launcher, remove } = copyLauncher(cli);
      context.after(remove);
      await check([node, launcher], folder);
    });
  };

  withCopy('arguments and exit codes pass, nothing else is printed', ([file = '', ...first]) => {
    const { status, stdout, stderr } = spawnSync(file, [...first, 'exit', '100', 'a b'], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(status, 100);
    const said: { version: string; args: string[] } = JSON.parse(stdout);
    assert.deepEqual(said.args, ['exit', '100', 'a b']);
    assert.ok(Number.parseInt(said.version.slice(1), 10) >= 24);
  });

  withCopy('it works through a symlink', ([file = '', launcher = ''], folder) => {
    const link = join(folder, 'link');
    symlinkSync(launcher, link);
    assert.equal(spawnSync(file, [link, 'exit', '7'], { encoding: 'utf8' }).status, 7);
  });

  withCopy('a signal ends it as that signal', async (command) => {
    const ended = await actWhenReady([...command, 'wait'], {
      ready: 'version',
      act: (pid) => process.kill(pid, 'SIGTERM'),
    });
    assert.equal(ended.signal, 'SIGTERM');
  });

  withCopy('a program that closes by itself gets Ctrl-C once and keeps its exit code', async (command) => {
    const act = (pid: number): void => {
      process.kill(pid, 'SIGINT');
      // npm sends it once more.
      setTimeout(() => process.kill(pid, 'SIGINT'), 5);
    };
    const ended = await actWhenReady([...command, 'close'], {
      ready: 'version',
      act: node === process.execPath ? (pid) => process.kill(pid, 'SIGINT') : act,
    });
    assert.equal(ended.code, 130);
    assert.equal(ended.output.split('closing').length - 1, 1);
  });

  withCopy('nothing is left when it is killed', async (command) => {
    const ended = await actWhenReady([...command, 'wait'], {
      ready: 'version',
      act: (pid) => process.kill(pid, 'SIGKILL'),
    });
    const said: { pid: number } = JSON.parse(ended.output);
    assert.equal(ended.signal, 'SIGKILL');
    assert.ok(await endsSoon(said.pid));
  });

  test(`on ${version}: missing packages are told with the remedy`, (context) => {
    const { launcher, remove } = copyLauncher(cli, { packages: false });
    context.after(remove);
    const { status, stderr } = spawnSync(node, [launcher, 'exit', '0'], { encoding: 'utf8', env: {} });
    assert.equal(status, 1);
    assert.match(stderr, /npm ci/);
    assert.doesNotMatch(stderr, / at /);
  });
}
