// What a person waits for: the second `throughline run` (nothing changed), a server that starts on an existing directory
// until /healthz answers, and the memory of that server when nobody asks it anything. Each is a process of its own,
// the database server included, which the command starts and stops: seconds on the clock, five times, median and range.
// Without arguments a small project of twelve pages is made; `--project DIR [--data DIR]` measures a finished run.
//   node bin/run.mjs benchmarks/lifecycle.ts --project examples/manual-desk
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '#platform/process';
import { startProgram, throughline } from '../tests/e2e/program.ts';
import { makeReleased } from '../tests/e2e/project.ts';
import { rangeLine } from './figures.ts';

const times = 5;
const settleMs = 3000;

interface Subject {
  readonly args: readonly string[];
  readonly name: string;
  readonly remove: () => void;
}

const findSubject = async (): Promise<Subject> => {
  const { values } = parseArgs({ options: { project: { type: 'string' }, data: { type: 'string' } } });
  if (values.project === undefined) {
    const { folder, remove } = await makeReleased();
    return { args: ['--project', folder], name: 'a project of twelve pages', remove };
  }
  const data = values.data === undefined ? [] : ['--data', resolve(values.data)];
  return { args: ['--project', resolve(values.project), ...data], name: values.project, remove: () => undefined };
};

const secondsSince = (began: number): number => (performance.now() - began) / 1000;

const repeat = async <Value>(work: () => Promise<Value>): Promise<readonly Value[]> => {
  const values: Value[] = [];
  for (let time = 0; time < times; time += 1) values.push(await work());
  return values;
};

const runAgain = async (args: readonly string[]): Promise<number> => {
  const began = performance.now();
  const { code, stdout } = await throughline(['run', '--json', ...args]);
  const seconds = secondsSince(began);
  if (code !== 0 || /"status":"(ran|failed)"/.test(stdout)) throw new Error(`This run changed something:\n${stdout}`);
  return seconds;
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

const residentMegabytes = (pid: number): number => {
  if (process.platform === 'linux') {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  }
  return Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024;
};

const startAndStop = async (args: readonly string[]) => {
  const port = await freePort();
  const began = performance.now();
  const child = startProgram(['start', '--no-run', '--port', String(port), ...args]);
  child.stdout?.resume();
  child.stderr?.pipe(process.stderr);
  while (child.exitCode === null && !(await answers(`http://127.0.0.1:${port}/healthz`))) await sleep(10);
  const seconds = secondsSince(began);
  await sleep(settleMs);
  const megabytes = residentMegabytes(child.pid ?? 0);
  child.kill('SIGTERM');
  await once(child, 'close');
  return { seconds, megabytes };
};

const { args, name, remove } = await findSubject();
await runAgain(args).catch(() => undefined);
const floor = await repeat(async () => {
  const began = performance.now();
  await throughline(['--version']);
  return secondsSince(began);
});
const runs = await repeat(() => runAgain(args));
const starts = await repeat(() => startAndStop(args));
remove();
console.log(`${name}; ${cpus().length} cores, load ${(loadavg()[0] ?? 0).toFixed(1)}`);
console.log(rangeLine('loading the program (--version)', floor, 's'));
console.log(rangeLine('second run, nothing changed (target 1.5)', runs, 's'));
const seconds = starts.map((start) => start.seconds);
console.log(rangeLine('server start until /healthz (target 3)', seconds, 's'));
const megabytes = starts.map((start) => start.megabytes);
console.log(rangeLine(`idle memory of the server, RSS (target 300)`, megabytes, 'MB'));
