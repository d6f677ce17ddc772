// Starts what is measured, each in a process of its own, pinned to the second processor where `taskset` is there.
import { execFileSync, fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#platform/process';
import { childrenOf } from '../../tests/faults/gateway-under-test.ts';
import { makeProject, type TestProject } from '../../tests/e2e/project.ts';
import { serve } from '../../tests/e2e/server.ts';
import type { Peer } from './measure.ts';
import type { MockCounters } from './mock-upstream.ts';

const folder = import.meta.dirname;

/** A peer and how to end it. */
export interface RunningPeer extends Peer {
  readonly close: () => Promise<void>;
}

export const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Keeps a process on some processors. */
export const pin = (pid: number | undefined, processors: string): void => {
  if (canPin && pid !== undefined) execFileSync('taskset', ['-a', '-p', '-c', processors, String(pid)]);
};

const portOf = async (child: ChildProcess): Promise<number> => {
  const [message] = await once(child, 'message');
  return Number(message.port);
};

export interface Mock {
  readonly url: string;
  readonly counters: () => Promise<MockCounters>;
  readonly close: () => void;
}

export const startMock = async (): Promise<Mock> => {
  const child = fork(join(folder, 'mock-upstream.ts'));
  const port = await portOf(child);
  pin(child.pid, '0');
  return {
    url: `http://127.0.0.1:${port}`,
    counters: async () => {
      const told = once(child, 'message');
      child.send('counters');
      return (await told)[0].counters;
    },
    close: () => child.disconnect(),
  };
};

/** The upstream itself. */
export const direct = ({ url }: Mock): RunningPeer => ({
  name: 'direct',
  url: `${url}/v1/chat/completions`,
  key: 'sk-mock',
  model: 'mock',
  pid: undefined,
  close: async () => {},
});

export const startDispatch = async ({ url }: Mock): Promise<RunningPeer> => {
  const child = fork(join(folder, 'dispatch-proxy.ts'), [url]);
  const port = await portOf(child);
  pin(child.pid, '1');
  return {
    name: 'bare undici dispatch',
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    key: 'sk-mock',
    model: 'mock',
    pid: child.pid,
    close: async () => child.disconnect(),
  };
};

const price = { input: 1, cachedInput: 0.1, output: 2 };

/** The project with the mock as its only provider; one route without and one with a cache. */
const withMock = (project: TestProject, url: string): void =>
  project.edit((before) => ({
    ...before,
    models: {
      ...before.models,
      catalogue: [
        {
          id: 'mock',
          name: 'Mock',
          task: 'chat',
          provider: 'openai',
          providerModel: 'mock',
          licence: 'none',
          access: 'proprietary',
          residency: 'local',
          contextTokens: 100_000,
          price,
          endpoint: { baseUrl: `${url}/v1`, apiKeyEnv: 'MOCK_API_KEY' },
        },
      ],
    },
    serve: {
      gateway: {
        models: ['mock'],
        routes: { cached: { targets: [{ model: 'mock' }], cache: { exact: {} } } },
      },
    },
  }));

export interface ThroughlinePeer extends RunningPeer {
  readonly project: TestProject;
  readonly base: string;
}

export const startThroughline = async (mock: Mock): Promise<ThroughlinePeer> => {
  process.env['MOCK_API_KEY'] = 'sk-mock';
  const project = await makeProject();
  withMock(project, mock.url);
  const made = await project.run('keys', 'create', '--name', 'benchmark', '--json');
  const server = await serve(project);
  const pid = server.child.pid === undefined ? undefined : newestChild(server.child.pid);
  pin(pid, '1');
  // The database is somebody else's process: it shares the first processor with the load.
  for (const child of pid === undefined ? [] : descendantsOf(pid)) pin(child, '0');
  return {
    name: 'Throughline',
    url: `${server.url}/v1/chat/completions`,
    base: server.url,
    key: String(made.last['key']),
    model: 'mock',
    pid,
    project,
    close: async () => {
      await server.stop();
      project.remove();
    },
  };
};

const descendantsOf = (pid: number): readonly number[] =>
  childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);

/** The launcher may run the program as its child. */
const newestChild = (pid: number): number => {
  const listed = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout;
  const line = listed.split('\n').find((text) => text.includes('cli.ts'));
  return line === undefined ? pid : Number(line.trim().split(/\s+/)[0]);
};

const portkeyFolder = join(folder, '../peers/portkey');

/** Portkey's gateway, installed when it is absent; undefined when it cannot be had. */
export const startPortkey = async (mock: Mock): Promise<RunningPeer | undefined> => {
  const program = join(portkeyFolder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (!existsSync(program))
    spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: portkeyFolder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (!existsSync(program)) return undefined;
  const port = await freePort();
  const child = spawn(process.execPath, [program, '--headless', `--port=${port}`], { stdio: 'ignore' });
  pin(child.pid, '1');
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    const answered = await fetch(base).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await sleep(100);
  }
  return {
    name: 'Portkey 1.15.2',
    url: `${base}/v1/chat/completions`,
    key: 'sk-mock',
    model: 'mock',
    pid: child.pid,
    headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${mock.url}/v1` },
    close: async () => {
      child.kill('SIGKILL');
    },
  };
};
