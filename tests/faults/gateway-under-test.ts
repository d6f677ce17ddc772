import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { told } from '../e2e/program.ts';
import { makeProject, type TestProject } from '../e2e/project.ts';
import { serve, type TestServer } from '../e2e/server.ts';
import { faultNames, startFaultyProvider, type FaultyProvider } from './faulty-provider.ts';

/** The real program with one route for each fault: `fault` alone, and `fault.good` with a second target. */
export interface GatewayUnderTest {
  readonly provider: FaultyProvider;
  readonly project: TestProject;
  readonly server: () => TestServer;
  readonly key: string;
  /** Starts the server again, after it was killed. */
  readonly restart: () => Promise<void>;
  readonly post: (body: object, how?: { readonly signal?: AbortSignal; readonly key?: string }) => Promise<Response>;
  /** Resident memory of the server in megabytes. */
  readonly rssMb: () => number;
  readonly close: () => Promise<void>;
}

const price = { input: 1, cachedInput: 1, output: 2 };
const timeouts = { connectMs: 500, firstTokenMs: 500, idleMs: 500, totalMs: 20_000 };
const retry = { baseMs: 20, maximumMs: 100, longestRetryAfterMs: 5_000 };
/** The circuits have tests of their own; here every request must reach the provider. */
const breaker = { failures: 1000, openMs: 1 };

const cardOf = (id: string, baseUrl: string) => ({
  id,
  name: id,
  task: 'chat' as const,
  provider: 'openai-compatible',
  providerModel: 'good',
  licence: 'none',
  access: 'proprietary' as const,
  residency: 'local',
  contextTokens: 20_000_000,
  price,
  endpoint: { baseUrl, apiKeyEnv: 'FAULTY_KEY' },
});

const idOf = (fault: string): string => `f-${fault}`;

const routesOf = (faults: readonly string[]) =>
  Object.fromEntries(
    faults.flatMap((fault) => {
      const target = { model: idOf(fault), timeouts };
      const shared = { retry, breaker };
      return [
        [fault, { ...shared, targets: [target] }],
        [`${fault}.good`, { ...shared, targets: [target, { model: idOf('good'), timeouts }] }],
      ];
    }),
  );

const configure = (project: TestProject, provider: FaultyProvider): void => {
  const faults = [...faultNames, 'dns'];
  const urlOf = (fault: string): string =>
    fault === 'dns' ? 'http://no-such-host.invalid/v1' : provider.baseUrl(fault);
  project.edit((before) => ({
    ...before,
    models: { ...before.models, catalogue: faults.map((fault) => cardOf(idOf(fault), urlOf(fault))) },
    serve: { gateway: { routes: routesOf(faults), retryBudget: 1 } },
  }));
};

/** Process ids of the children of a process. */
export const childrenOf = (pid: number): readonly number[] => {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks).flatMap((task) =>
    readFileSync(`${tasks}/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
};

const childOf = (pid: number): number | undefined =>
  childrenOf(pid).find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('cli.ts'));

/** Process id of the program itself, below its launcher. */
export const programPid = ({ child }: TestServer): number => {
  const launcher = child.pid ?? 0;
  return childOf(launcher) ?? launcher;
};

const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Provider, project and a key; nothing is served yet. */
export const prepareGateway = async () => {
  process.env['FAULTY_KEY'] = 'sk-faulty';
  const provider = await startFaultyProvider();
  const project = await makeProject();
  configure(project, provider);
  const made = await project.run('keys', 'create', '--name', 'faults', '--json');
  assert.equal(made.code, 0, told(made));
  const close = async (): Promise<void> => {
    await provider.close();
    project.remove();
  };
  return { provider, project, key: String(made.last['key']), keyId: String(made.last['id']), close };
};

/** Starts provider, project and server. */
export const openGatewayUnderTest = async (): Promise<GatewayUnderTest> => {
  const { provider, project, key, close } = await prepareGateway();
  let server = await serve(project);
  return {
    provider,
    project,
    key,
    server: () => server,
    restart: async () => {
      server = await serve(project);
    },
    post: (body, how = {}) =>
      fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${how.key ?? key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }], ...body }),
        signal: how.signal ?? null,
      }),
    rssMb: () => rssOf(programPid(server)),
    close: async () => {
      await server.stop();
      await close();
    },
  };
};
